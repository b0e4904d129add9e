/// One grammar pack: how the things that can be asked for are said.
///
/// ```swift
/// let document = PackDocument(text: text, file: "grammars/bugs.yaml")
/// let reading = GrammarPack.read(document)
/// if let pack = reading.pack { … }
/// ```
public struct GrammarPack: Sendable {
    /// The file as its reader named it.
    public let file: String

    /// The language in which it is spoken, such as `en`.
    public let language: String

    /// The `workflows` part of the file as it stands there: what then happens.
    public let workflows: PackNode?

    /// The `scripts` part of the file as it stands there: what its workflows can run by name.
    public let scripts: PackNode?

    /// The intents in the order of the file.
    package var intents: [GrammarIntent]

    /// The lists that every intent may use.
    package var lists: [String: GrammarList]

    /// The rules that every intent may use.
    package var rules: [String: Template]

    /// Words that may be left out or put in anywhere without a change of meaning.
    package var skipWords: [PackNode]

    /// Whether spaces between letters of scripts that are written without them mean nothing.
    package var ignoresSpaces = false

    /// What must be understood, and what must not be, in the order of the file.
    public internal(set) var tests: [PackTest] = []

    /// The names of the intents in the order of the file.
    public var intentNames: [String] { intents.map(\.name) }
}

extension GrammarPack {
    /// What a file must contain.
    public enum Purpose: Sendable, Hashable {
        /// A whole pack, with intents.
        case pack
        /// Lists (and rules) that another pack uses.
        case lists
    }

    /// A pack with what is wrong with it.
    public struct Reading: Sendable {
        /// The pack; `nil` if an error was found.
        public var pack: GrammarPack?
        /// What is wrong with the file, in the order of the file.
        public var diagnostics: [Diagnostic]
        /// What could be read, whether or not it has mistakes; only to look for further ones.
        var draft: GrammarPack?
    }

    /// Reads the sentence part of a pack, and collects every mistake.
    public static func read(_ document: PackDocument, as purpose: Purpose = .pack) -> Reading {
        var reader = PackReader(file: document.file, purpose: purpose)
        reader.diagnostics = document.diagnostics
        let pack = document.diagnostics.isEmpty ? reader.read(document.root) : nil
        let diagnostics = reader.diagnostics.inFileOrder()
        let hasErrors = diagnostics.contains { $0.severity == .error }
        return Reading(pack: hasErrors ? nil : pack, diagnostics: diagnostics, draft: pack)
    }

    /// Adds another file of the same grammar: its intents, and the values of its lists to those of the same name; of two rules of
    /// one name the other's counts.
    public mutating func merge(_ other: GrammarPack) {
        for intent in other.intents {
            if let index = intents.firstIndex(where: { $0.name == intent.name }) {
                intents[index].blocks += intent.blocks
            } else {
                intents.append(intent)
            }
        }
        lists.merge(other.lists) { own, other in
            guard case .values(let values) = own.content, case .values(let more) = other.content else { return other }
            var merged = own
            merged.content = .values(values + more)
            return merged
        }
        rules.merge(other.rules) { $1 }
        skipWords += other.skipWords
        ignoresSpaces = ignoresSpaces || other.ignoresSpaces
    }

    /// Adds the lists and rules of another file; where both have a name, the other's counts.
    public mutating func merge(listsOf other: GrammarPack) {
        lists.merge(other.lists) { $1 }
        rules.merge(other.rules) { $1 }
    }
}
