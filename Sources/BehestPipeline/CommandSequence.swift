public import BehestAudio
internal import BehestSpeech
internal import BehestWorkflow

extension CommandPipeline {
    /// The commands of a source, each when it has been dealt with.
    ///
    /// A source without speech gives one report that says so. Reading goes on only when the next report is asked for.
    ///
    /// - Parameter source: where the sound comes from.
    /// - Returns: the reports in the order in which they were spoken.
    /// - Precondition: the pipeline can hear.
    public func commands(in source: any AudioSource) -> CommandSequence {
        guard let hearing else { preconditionFailure("a pipeline without hearing takes typed words only") }
        return CommandSequence(pipeline: self, hearing: hearing, source: source)
    }
}

/// The commands of one source, while they are dealt with.
public struct CommandSequence: AsyncSequence, Sendable {
    /// What it gives.
    public typealias Element = UtteranceReport

    let pipeline: CommandPipeline
    let hearing: CommandPipeline.Hearing
    let source: any AudioSource

    /// Begins to read the source.
    public func makeAsyncIterator() -> Iterator {
        let identifiers = pipeline.identifiers
        let reader = UtteranceReader(source, detection: hearing.detection) { identifiers.next() }
        return Iterator(pipeline: pipeline, ears: hearing.ears, sourceName: source.name, reader: reader)
    }

    /// Deals with one command after the other.
    public struct Iterator: AsyncIteratorProtocol {
        private let pipeline: CommandPipeline
        private let ears: [CommandPipeline.Ear]
        private let sourceName: String
        private let reader: UtteranceReader
        private var count = 0

        init(
            pipeline: CommandPipeline,
            ears: [CommandPipeline.Ear],
            sourceName: String,
            reader: UtteranceReader
        ) {
            self.pipeline = pipeline
            self.ears = ears
            self.sourceName = sourceName
            self.reader = reader
        }

        /// Deals with the next command.
        ///
        /// - Returns: what became of it; `nil` at the end.
        /// - Throws: when the source cannot be read further, or when a command could not be kept, transcribed or recorded.
        public mutating func next() async throws -> UtteranceReport? {
            let clock = ContinuousClock()
            let began = clock.now
            if let utterance = try await reader.next() {
                count += 1
                return try await pipeline.process(utterance, by: ears, detected: clock.now - began)
            }
            guard count == 0 else { return nil }
            count = 1
            var report = UtteranceReport(source: sourceName)
            report.timings[.detect] = clock.now - began
            report.decision = .refuse(.silence)
            return report
        }
    }
}
