internal import BehestAudio
public import BehestInference
internal import Synchronization

/// One utterance on its way through a chain: does what the machine says, and tells it what comes of that.
struct ChainRun {
    private let chain: TranscriberChain
    private let utterance: Utterance
    private var machine: ChainMachine
    private var answers: [Int: Transcript] = [:]
    /// What was invented first, with the reason.
    private var invented: Transcript?
    private var givingUp: [Int: AsyncStream<Never>.Continuation] = [:]

    init(chain: TranscriberChain, utterance: Utterance, machine: ChainMachine) {
        self.chain = chain
        self.utterance = utterance
        self.machine = machine
    }

    /// What one of the tasks came to.
    private enum Happening: Sendable {
        case answered(Int, Transcript)
        case failed(Int, any Error)
        case elapsed(ChainMachine.Timer)
        /// It was given up.
        case nothing
    }

    /// Asks until there is an outcome; everything that was begun has ended then.
    mutating func outcome(telling tell: (TranscriptionAttempt) -> Void) async throws -> Transcript {
        try Task.checkCancellation()
        return try await withThrowingTaskGroup(of: Happening.self) { group in
            var event = ChainMachine.Event.began
            while true {
                for effect in handle(event) {
                    switch effect {
                    case .start(let number, let link): start(number, chain.links[link].transcriber, in: &group)
                    case .cancel(let number): givingUp.removeValue(forKey: number)?.finish()
                    case .wait(let timer, let duration): wait(timer, duration, in: &group)
                    case .tell(let attempt): tell(attempt)
                    case .recovered(let link): chain.recovered(chain.links[link].name)
                    case .opened(let link): chain.wakeProbing(of: link)
                    case .finish(let outcome):
                        group.cancelAll()
                        return try result(of: outcome)
                    }
                }
                guard let happening = try await group.next() else { preconditionFailure("something is always awaited") }
                event = self.event(happening)
            }
        }
    }

    private mutating func handle(_ event: ChainMachine.Event) -> [ChainMachine.Effect] {
        let now = chain.now()
        return chain.breakers.withLock { machine.handle(event, at: now, &$0) }
    }

    /// Makes an attempt, which may be given up by itself.
    private mutating func start(
        _ number: Int,
        _ transcriber: any Transcriber,
        in group: inout ThrowingTaskGroup<Happening, any Error>
    ) {
        let (givenUp, giveUp) = AsyncStream<Never>.makeStream()
        givingUp[number] = giveUp
        let utterance = utterance
        group.addTask {
            await withTaskGroup(of: Happening.self) { race in
                race.addTask {
                    do {
                        return .answered(number, try await transcriber.transcribe(utterance))
                    } catch {
                        return .failed(number, error)
                    }
                }
                race.addTask {
                    for await _ in givenUp {}
                    return .nothing
                }
                defer { race.cancelAll() }
                return await race.next() ?? .nothing
            }
        }
    }

    private func wait(
        _ timer: ChainMachine.Timer,
        _ duration: Duration,
        in group: inout ThrowingTaskGroup<Happening, any Error>
    ) {
        let clock = chain.clock
        group.addTask {
            (try? await clock.sleep(for: duration)) != nil ? .elapsed(timer) : .nothing
        }
    }

    private mutating func event(_ happening: Happening) -> ChainMachine.Event {
        guard !Task.isCancelled else { return .cancelled }
        switch happening {
        case .answered(let number, let transcript):
            let judged = chain.plausibility.judged(transcript, of: utterance)
            answers[number] = judged
            guard judged.invention != nil else { return .answered(number) }
            // The next one may hear what was really said.
            invented = invented ?? judged
            return .failed(number, TranscriptionError(.invented, "What it wrote was not said, as far as can be told."))
        case .failed(let number, let error): return .failed(number, TranscriptionError(anyError: error))
        case .elapsed(let timer): return .elapsed(timer)
        case .nothing: return .nothing
        }
    }

    private func result(of outcome: ChainMachine.Outcome) throws -> Transcript {
        switch outcome {
        case .answered(let number):
            guard let transcript = answers[number] else {
                preconditionFailure("who has answered has given a transcript")
            }
            return transcript
        case .failed(let failure):
            let error = failure.error
            // It is refused with what speaks against the text.
            if error.code == .invented, let invented { return invented }
            throw error
        case .cancelled: throw CancellationError()
        }
    }
}

extension TranscriptionError {
    /// Any error of a transcriber; what does not say so itself does not get better by asking again.
    init(anyError error: any Error) {
        switch error {
        case let error as TranscriptionError: self = error
        case let error as InferenceError: self.init(error)
        default: self.init(.failed, String(describing: error))
        }
    }

    /// An error of an embedded model: one that cannot be run on this sound does not take it, as it will not at the next try.
    public init(_ error: InferenceError) {
        self.init(error.code == .runFailed ? .refused : .misconfigured, error.message)
    }
}
