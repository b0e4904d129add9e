internal import BehestInference

/// Finds the utterances in live sound, and tells of each pause while it lasts.
///
/// What is on the two sides of a gap was not said together: an utterance that is going on there ends as cut short.
public actor LiveUtterances {
    /// What happens in the sound.
    public enum Event: Sendable {
        /// Somebody begins to speak.
        case onset
        /// Somebody still speaks; the utterance as far as it goes, up to four times a second.
        case progress(Utterance)
        /// Whoever spoke is silent for a moment; the utterance as far as it goes.
        case pause(Utterance)
        /// They speak on: the pause lay within the utterance.
        case resumption
        /// The utterance is over, with the place where the last speech in it ended; after a pause without a resumption it has
        /// the name that was told then.
        case end(Utterance, spokenUntil: Moment)
        /// What was held is over, with the place where the last speech in it ended.
        case held(Utterance, spokenUntil: Moment)
        /// What was held is over, and there was no speech in it.
        case heldSilence
        /// How loud the sound is, up to fifteen times a second.
        case level(SoundLevel)
        /// A change in what the source can give.
        case condition(CaptureCondition)
    }

    /// A place in the sound.
    public struct Moment: Sendable, Hashable {
        /// How far it is from the beginning of the source.
        public var position: Duration
        /// When it was captured.
        public var time: ContinuousClock.Instant
    }

    /// After how many hops of 32 ms it is told each time how far an utterance goes: 0.26 s.
    public static let progressHops = 8

    /// How many hops are looked at together while nobody speaks: 0.1 s, a fraction of the wakings that one by one takes.
    private static let quietHops = 3

    /// For how many samples a level is told.
    private static let levelSamples = speechSampleRate / 15 + 1

    private let sourceName: String
    private let detection: UtteranceReader.Detection
    private let pauseHops: Int
    private let makeID: @Sendable () -> String
    private let executor = SerialQueueExecutor(label: "behest.listening")
    private var sound: SoundEvents.Iterator
    private var cutter: UtteranceCutter?
    /// The place of the latest block, and its time.
    private var latest = (position: 0, time: ContinuousClock.now)
    private var pending: [Event] = []
    /// The samples whose level is not told yet.
    private var unmeasured: [Float] = []
    private var end: Result<Void, any Error>?
    /// Whether utterances begin by themselves.
    private var isOpen = true
    /// What is held, whether there is sound or not.
    private var held: Held?
    /// The utterance that goes on, and when it began: blocks tell the time a little differently each.
    private var beginning: (start: Duration, time: ContinuousClock.Instant)?
    /// No sound from before is used any more.
    private var forgottenBefore: ContinuousClock.Instant?

    private struct Held {
        var from: ContinuousClock.Instant
        var until: ContinuousClock.Instant?
        /// Whether something was said before sound was missing.
        var lacksBeginning = false
    }

    /// Makes a finder; nothing is loaded yet.
    ///
    /// - Parameters:
    ///   - sound: the live sound.
    ///   - sourceName: what a person calls its source.
    ///   - detection: how speech is told from silence.
    ///   - pauseHops: after how many hops of 32 ms a pause is told. Soon, where what was said so far is recognised from then on, and
    ///     given up when it was only the closure of a sound.
    ///   - makeID: gives each utterance its name.
    public init(
        in sound: SoundEvents,
        sourceName: String,
        detection: UtteranceReader.Detection,
        pauseHops: Int = 1,
        makeID: @escaping @Sendable () -> String
    ) {
        self.sound = sound.makeAsyncIterator()
        self.sourceName = sourceName
        self.detection = detection
        self.pauseHops = pauseHops
        self.makeID = makeID
    }

    /// The finder's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Sets how long the pause after an utterance must be to end it; when speech has gone on meanwhile, nothing.
    ///
    /// - Parameters:
    ///   - id: the utterance's name, as it was told with the pause.
    ///   - hops: the pause's length from its beginning, in hops of 32 ms.
    /// - Returns: the utterance's end, when the pause is as long already; it is not told by ``next()`` then.
    public func endPause(of id: String, after hops: Int) -> Event? {
        // What was heard since, but not told yet, comes before it: perhaps they speak on.
        guard pending.isEmpty else {
            pending += cutter?.endPause(of: id, after: hops).map { [told($0)] } ?? []
            return nil
        }
        return cutter?.endPause(of: id, after: hops).map(told)
    }

    /// Lets utterances begin wherever there is speech, as is usual.
    public func open() {
        isOpen = true
        cutter?.isOpen = true
    }

    /// Lets no more utterances begin by themselves; one that is going on is heard to its end.
    public func close() {
        isOpen = false
        cutter?.isOpen = false
    }

    /// Holds an utterance: it is everything up to ``letGo(at:)``, however long its pauses are.
    ///
    /// An utterance that is going on becomes the beginning of it; no end of it is told. Where sound is missing, what was before
    /// and what comes after are two utterances, both cut short.
    ///
    /// - Parameter time: since when; some of the sound before now is still there.
    public func hold(from time: ContinuousClock.Instant) {
        var held = self.held ?? Held(from: time)
        held.until = nil
        self.held = held
        let events = cutter?.hold(fromSample: position(at: time), lackingBeginning: held.lacksBeginning)
        pending += events?.map(told) ?? []
    }

    /// Lets go of what is held at a time that may be yet to come: it ends when it is quiet then, or a little later.
    public func letGo(at time: ContinuousClock.Instant) {
        guard held != nil else { return }
        held?.until = time
        cutter?.letGo(atSample: position(at: time))
    }

    /// Gives up what is going on, without telling its end, and uses no sound any more that was captured before a time.
    public func forget(before time: ContinuousClock.Instant) {
        held = nil
        forgottenBefore = time
        pending += cutter?.forget(beforeSample: position(at: time)).map(told) ?? []
    }

    /// Waits for what happens next.
    ///
    /// - Returns: the event; `nil` when the sound has ended.
    /// - Throws: what ended the sound, after the utterance before it was given; `InferenceError` when the model cannot be used;
    ///   `CancellationError`.
    public func next() async throws -> Event? {
        while pending.isEmpty, end == nil { try await listen() }
        if !pending.isEmpty { return pending.removeFirst() }
        try end?.get()
        return nil
    }

    private func listen() async throws {
        var iterator = sound
        let hops = cutter?.isQuiet == true ? Self.quietHops : 1
        iterator.blockLength = hops * VoiceActivityDetector.hopLength
        do {
            let event = try await iterator.next()
            sound = iterator
            switch event {
            case .block(let block):
                if block.gap != nil { try interrupt() }
                latest = (block.position, block.time)
                let cutter = try self.cutter ?? makeCutter(at: block)
                self.cutter = cutter
                pending += try cutter.take(block.samples).map(told)
                measure(block.samples)
            case .condition(let condition):
                if case .unavailable = condition { try interrupt() }
                pending.append(.condition(condition))
            case nil:
                try finish(isCutShort: false)
                end = .success(())
            }
        } catch let error as AudioError {
            try finish(isCutShort: true)
            end = .failure(error)
        }
    }

    /// Makes what cuts the sound from a block on, in the state in which it is to be.
    private func makeCutter(at block: SoundBlock) throws -> UtteranceCutter {
        let cutter = try detection.cutter(
            of: sourceName,
            origin: block.position,
            pauseHops: pauseHops,
            progressHops: Self.progressHops,
            makeID: makeID
        )
        cutter.isOpen = isOpen
        if let forgottenBefore { _ = cutter.forget(beforeSample: position(at: forgottenBefore)) }
        if let held {
            _ = cutter.hold(fromSample: position(at: held.from), lackingBeginning: held.lacksBeginning)
            if let end = held.until { cutter.letGo(atSample: position(at: end)) }
        }
        return cutter
    }

    /// Ends what is going on at a place where sound is missing; the detector begins anew.
    private func interrupt() throws {
        let before = held
        try finish(isCutShort: true)
        cutter = nil
        guard var rest = before, rest.until == nil else { return }
        // It is still held, so that what comes after the gap is the rest of it.
        if case .heldSilence? = pending.last { pending.removeLast() } else { rest.lacksBeginning = true }
        held = rest
    }

    private func finish(isCutShort: Bool) throws {
        pending += try cutter?.finish(isCutShort: isCutShort).map(told) ?? []
    }

    private func measure(_ samples: [Float]) {
        unmeasured += samples
        guard unmeasured.count >= Self.levelSamples else { return }
        pending.append(.level(SoundLevel(of: unmeasured)))
        unmeasured.removeAll(keepingCapacity: true)
    }

    private func told(_ event: UtteranceCutter.Event) -> Event {
        switch event {
        case .held(let utterance, let position):
            held = nil
            return .held(timed(utterance), spokenUntil: moment(ofSample: position))
        case .heldSilence:
            held = nil
            return .heldSilence
        case .onset: return .onset
        case .progress(let utterance): return .progress(timed(utterance))
        case .pause(let utterance): return .pause(timed(utterance))
        case .resumption: return .resumption
        case .end(let utterance, let position): return .end(timed(utterance), spokenUntil: moment(ofSample: position))
        }
    }

    private func timed(_ utterance: Utterance) -> Utterance {
        var utterance = utterance
        let first = Int((utterance.start / .seconds(1) * Double(speechSampleRate)).rounded())
        let time = beginning.flatMap { $0.start == utterance.start ? $0.time : nil } ?? moment(ofSample: first).time
        beginning = (utterance.start, time)
        utterance.time = time
        return utterance
    }

    /// The place of a sample of the stream.
    private func moment(ofSample position: Int) -> Moment {
        func duration(_ count: Int) -> Duration { .seconds(Double(count) / Double(speechSampleRate)) }
        return Moment(position: duration(position), time: latest.time + duration(position - latest.position))
    }

    /// Which sample of the stream was captured at a time, perhaps one that is yet to come.
    private func position(at time: ContinuousClock.Instant) -> Int {
        latest.position + Int((time - latest.time) / .seconds(1) * Double(speechSampleRate))
    }
}
