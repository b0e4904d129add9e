internal import BehestGrammar
internal import FoundationEssentials

/// A grammar that transcripts are matched to, by words, by sound, and as several commands.
struct SpokenGrammar {
    /// The packs that ship with the program.
    static let shipped = SpokenGrammar(folder: "grammars")

    private let grammar: Grammar
    private let sounds: SoundIndex
    private let splitter: CommandSplitter

    private init(folder: String) {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: folder)
        do {
            let files = try FileManager.default.contentsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".yaml") }
            let packs = try files.sorted().compactMap { file in
                let bytes = Array(try Data(contentsOf: root.appending(path: file)))
                return GrammarPack.read(PackDocument(bytes: bytes, file: file)).pack
            }
            grammar = try Grammar(compiling: packs)
        } catch {
            preconditionFailure("The packs in '\(root.path)' cannot be used: \(error)")
        }
        sounds = SoundIndex(grammar: grammar, pronunciations: [:])
        splitter = CommandSplitter(grammar)
    }

    /// Takes a transcript through all that matches it.
    func hear(_ transcript: String) {
        Self.check(grammar.interpret(transcript), of: transcript)
        for reading in sounds.readings(of: transcript, pronunciations: [:]) {
            precondition(reading.cost.isFinite && reading.cost >= 0, "A reading has no price.")
            precondition(reading.costPerPhone.isFinite && reading.costPerPhone >= 0, "A reading has no price.")
            precondition(reading.match.interpretation.manner == .sound, "A reading by sound does not say so.")
            Self.check([reading.interpretation], of: transcript)
        }
        switch splitter.split(transcript) {
        case .none: break
        case .several(let commands):
            precondition(commands.allSatisfy { !$0.matches.isEmpty }, "A command means nothing.")
            check(commands, of: transcript)
        case .partly(let commands): check(commands, of: transcript)
        }
    }

    private func check(_ commands: [SpokenCommand], of transcript: String) {
        var end = 0
        for command in commands {
            precondition(command.bytes.lowerBound >= end, "Two commands are said at once.")
            end = command.bytes.upperBound
            precondition(Self.slice(transcript, command.bytes) == Array(command.text.utf8), "A command was not said.")
            Self.check(command.matches.map(\.interpretation), of: command.text)
        }
    }

    /// What a slot holds must have been said, where it says.
    static func check(_ readings: [Interpretation], of transcript: String) {
        for slot in readings.flatMap(\.slots) {
            guard let span = slot.span else { continue }
            precondition(slice(transcript, span) == Array(slot.text.utf8), "The words of a slot were not said.")
        }
    }

    private static func slice(_ text: String, _ span: Range<Int>) -> [UInt8] {
        let bytes = Array(text.utf8)
        precondition(span.lowerBound >= 0 && span.upperBound <= bytes.count, "A place lies outside of the transcript.")
        return Array(bytes[span])
    }
}
