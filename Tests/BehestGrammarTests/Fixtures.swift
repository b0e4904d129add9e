import BehestGrammar
import FoundationEssentials
import TestSupport
import Testing

/// Packs that several suites use.
enum Fixtures {
    /// A drink order: permutations, optional parts and lists within rules.
    static let drinks = """
        language: en
        intents:
          OrderDrink:
            data:
              - sentences:
                  - "<order> [(a|an)] <kind> {drink} [with <extras>]"
        expansion_rules:
          order: "(brew|can I get|I'd like|make me|may I have)"
          kind: "([{size}];[{roast}];[{shots:numberOfShots}])"
          extras: "({milk} [and {sugar}]|{sugar} [and {milk}])"
        lists:
          size: {values: [small, medium, eight ounce, sixteen ounce]}
          roast: {values: [light roast, dark roast]}
          shots: {values: [single shot, double shot]}
          drink: {values: [americano, iced mocha, mocha, coffee, iced coffee]}
          milk: {values: [milk, some milk, a little bit of milk]}
          sugar: {values: [sugar, some sugar]}
        """

    /// A pack with one intent `Test`, whose sentence lists, rules and further keys are given as YAML.
    static func pack(_ sentences: [String], extra: String = "") -> String {
        let lines = sentences.map {
            "          - '" + $0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        }
        return "language: en\nintents:\n  Test:\n    data:\n      - sentences:\n" + lines.joined(separator: "\n") + "\n"
            + extra
    }

    /// A pack that ships with the program.
    static func shipped(_ name: String) throws -> GrammarPack {
        try read(PackDocument(text: shippedText(name), file: "\(name).yaml"))
    }

    /// The text of a pack that ships with the program.
    static func shippedText(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: Repository.grammars.appending(path: "\(name).yaml")), as: UTF8.self)
    }

    /// Reads a pack that must have no mistakes.
    static func read(_ document: PackDocument) throws -> GrammarPack {
        let reading = GrammarPack.read(document)
        #expect(reading.diagnostics == [])
        return try #require(reading.pack)
    }

    /// Compiles a pack that must have no mistakes.
    static func grammar(_ text: String) throws -> Grammar {
        try Grammar(compiling: [read(PackDocument(text: text, file: "test.yaml"))])
    }

    /// The diagnostics of reading and compiling a pack.
    static func diagnostics(_ text: String) -> [Diagnostic] {
        let reading = GrammarPack.read(PackDocument(text: text, file: "test.yaml"))
        guard let pack = reading.pack else { return reading.diagnostics }
        do {
            return reading.diagnostics + (try Grammar(compiling: [pack])).warnings
        } catch {
            return reading.diagnostics + error.diagnostics
        }
    }
}

extension Diagnostic {
    /// Place, kind and message in one line, for tables.
    var line: String {
        let place = range.map { "\($0.start.line):\($0.start.column)-\($0.end.line):\($0.end.column) " } ?? ""
        return "\(place)\(severity.rawValue) \(code): \(message)" + (hint.map { " (\($0))" } ?? "")
    }
}

extension Interpretation {
    /// Intent and slots in one line, for tables.
    var line: String {
        ([intent] + slots.map { "\($0.name)=\($0.value)" }).joined(separator: " ")
    }
}
