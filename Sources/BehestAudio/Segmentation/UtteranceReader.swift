public import BehestInference

/// Reads the utterances of a source, one after the other.
///
/// Reading, detecting and cutting run on the reader's own thread. Nothing is read ahead: between two utterances no more
/// sound is in memory than the segmenter may still ask for.
public actor UtteranceReader {
    /// What the reader needs to tell speech from silence.
    public struct Detection: Sendable {
        /// The library that runs the model.
        public var runtime: InferenceRuntime
        /// The path of Silero's model file.
        public var modelPath: String
        /// Where utterances begin and end.
        public var segmenter: Segmenter.Settings

        /// Makes a detection.
        public init(runtime: InferenceRuntime, modelPath: String, segmenter: Segmenter.Settings = .init()) {
            self.runtime = runtime
            self.modelPath = modelPath
            self.segmenter = segmenter
        }
    }

    private let source: any AudioSource
    private let detection: Detection
    private let makeID: @Sendable () -> String
    private let executor = SerialQueueExecutor(label: "behest.audio")

    private var stream: (any AudioStream)?
    private var cutter: UtteranceCutter?
    private var pending: [Utterance] = []
    private var end: Result<Void, any Error>?

    /// Makes a reader; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - source: where the sound comes from.
    ///   - detection: how speech is told from silence.
    ///   - makeID: gives each utterance its name.
    public init(_ source: any AudioSource, detection: Detection, makeID: @escaping @Sendable () -> String) {
        self.source = source
        self.detection = detection
        self.makeID = makeID
    }

    /// The reader's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Reads up to the end of the next utterance.
    ///
    /// - Returns: the utterance; `nil` when the source has none left.
    /// - Throws: ``AudioError`` when the source cannot be read or breaks off, after the utterances before that have been
    ///   given; `InferenceError` when the model cannot be used; `CancellationError`. That a source holds no speech is no
    ///   error.
    public func next() throws -> Utterance? {
        while pending.isEmpty, end == nil {
            try Task.checkCancellation()
            readBlock()
        }
        if !pending.isEmpty { return pending.removeFirst() }
        try end?.get()
        return nil
    }

    private func readBlock() {
        do {
            let stream = try self.stream ?? source.open()
            self.stream = stream
            let cutter = try self.cutter ?? detection.cutter(of: source.name, makeID: makeID)
            self.cutter = cutter
            if let block = try stream.read() {
                pending += try cutter.take(block).utterances
            } else {
                pending += try cutter.finish(isCutShort: false).utterances
                end = .success(())
            }
        } catch let error as AudioError {
            if let last = try? cutter?.finish(isCutShort: true) { pending += last.utterances }
            end = .failure(error)
        } catch {
            end = .failure(error)
        }
    }
}

extension UtteranceReader.Detection {
    /// Makes what cuts one stream.
    func cutter(
        of sourceName: String,
        origin: Int = 0,
        pauseHops: Int? = nil,
        progressHops: Int? = nil,
        makeID: @escaping @Sendable () -> String
    ) throws(InferenceError) -> UtteranceCutter {
        let model = try runtime.model(at: modelPath, threads: 1)
        return UtteranceCutter(
            sourceName: sourceName,
            detector: try VoiceActivityDetector(model: model, runtime: runtime),
            segmenter: Segmenter(settings: segmenter),
            origin: origin,
            pauseHops: pauseHops,
            progressHops: progressHops,
            makeID: makeID
        )
    }
}

extension [UtteranceCutter.Event] {
    /// The utterances that are over.
    fileprivate var utterances: [Utterance] {
        compactMap { if case .end(let utterance, _) = $0 { utterance } else { nil } }
    }
}
