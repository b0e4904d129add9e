internal import BehestAudio
internal import BehestGrammar
internal import BehestInference
internal import BehestPipeline
internal import BehestSpeech
internal import FoundationEssentials

/// Has the tests of packs understood, as commands are.
struct PackTestRunner {
    let pipeline: CommandPipeline
    let grammar: Grammar

    /// What came of a test.
    enum Outcome {
        /// One thing was understood.
        case understood(intent: String, slots: [String: SlotValue], heard: String)
        /// It was refused.
        case refused(reason: String, heard: String)
        /// It could not be told what was said, or there was more than one command.
        case unusable(reason: String, heard: String)
    }

    /// Runs one test.
    ///
    /// - Throws: what would hit every test alike, such as a missing model.
    func run(_ test: PackTest) async throws -> Outcome {
        switch test.input {
        case .words(let words):
            // Commands come with no context, so the pipeline knows of none.
            guard test.context.isEmpty else { return outcome(of: words, context: test.context) }
            return Self.outcome(of: [try await pipeline.process(typed: words)])
        case .recording(let path):
            let folder = URL(filePath: test.range.file).deletingLastPathComponent()
            let file = path.hasPrefix("/") ? path : folder.appending(path: path).standardizedFileURL.path
            var reports: [UtteranceReport] = []
            do {
                for try await report in pipeline.commands(in: AudioFile(path: file)) { reports.append(report) }
            } catch let error as AudioError {
                return .unusable(reason: error.message, heard: "")
            } catch let error as InferenceError where error.code == .runFailed {
                return .unusable(reason: error.message, heard: "")
            }
            return Self.outcome(of: reports)
        }
    }

    private func outcome(of words: String, context: [String: SlotValue]) -> Outcome {
        let composer = SlotComposer(clock: .system)
        let matches = grammar.matches(of: words, context: context)
        if matches.isAmbiguous {
            let intents = Set(matches.prefix { $0.cost == matches[0].cost }.map(\.interpretation.intent)).sorted()
            return .refused(reason: "That can mean \(intents.joined(separator: " or ")).", heard: words)
        }
        guard let match = matches.first, let reading = composer.compose(match.interpretation, in: words) else {
            return .refused(reason: "No sentence has these words.", heard: words)
        }
        return .understood(intent: reading.intent, slots: Self.slots(of: reading), heard: words)
    }

    private static func outcome(of reports: [UtteranceReport]) -> Outcome {
        let heard = reports.compactMap(\.transcript?.text).joined(separator: " / ")
        let commands = reports.flatMap(\.commands)
        guard commands.count == 1 else {
            let reason = commands.isEmpty ? "There is no speech in it." : "There are \(commands.count) commands in it."
            return .unusable(reason: reason, heard: heard)
        }
        if case .refuse(let refusal)? = commands[0].decision { return .refused(reason: refusal.text, heard: heard) }
        guard let reading = commands[0].interpretation else { return .refused(reason: "", heard: heard) }
        return .understood(intent: reading.intent, slots: slots(of: reading), heard: heard)
    }

    private static func slots(of reading: Interpretation) -> [String: SlotValue] {
        Dictionary(reading.slots.map { ($0.name, $0.value) }) { first, _ in first }
    }
}
