public import BehestAudio
internal import Synchronization

/// Transcribers in the order in which they are asked, so that no failure of one costs an utterance.
///
/// ```swift
/// let chain = TranscriberChain([ChainLink(groq), ChainLink(atHome), ChainLink(embedded)])
/// async let probing: Void = chain.probe()
/// let transcript = try await chain.transcribe(utterance)
/// ```
///
/// What is asked when is decided by a ``ChainMachine``; this carries it out. Several utterances may be transcribed at once: what
/// one of them learns about an endpoint the others know.
public final class TranscriberChain: Transcriber {
    let links: [ChainLink]
    let breakers: Mutex<[CircuitBreaker]>
    let recovered: @Sendable (String) -> Void
    let clock: any Clock<Duration>
    /// What tells the time to the breakers.
    let now: @Sendable () -> Duration
    /// What wakes the probing of each link.
    let openings: [(stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation)]
    /// What tells text that was said from text that an endpoint has invented.
    let plausibility: Plausibility
    private let chance: @Sendable () -> Double
    private let isPrepared = Mutex(false)

    /// Makes a chain.
    ///
    /// - Parameters:
    ///   - links: the endpoints in the order in which they are asked.
    ///   - plausibility: tells text that was said from text that an endpoint has invented.
    ///   - clock: what time limits and waits are measured with.
    ///   - recovered: told the name of an endpoint that works again after it had been left alone.
    ///   - chance: gives numbers by chance, from 0 up to 1, by which waits are shortened.
    /// - Precondition: there is a link, and no two have the same name.
    public init(
        _ links: [ChainLink],
        plausibility: Plausibility = Plausibility(),
        clock: some Clock<Duration> = ContinuousClock(),
        recovered: @escaping @Sendable (String) -> Void = { _ in },
        chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        precondition(!links.isEmpty, "a chain has links")
        precondition(Set(links.map(\.name)).count == links.count, "no two links have the same name")
        self.links = links
        self.plausibility = plausibility
        breakers = Mutex(links.map { CircuitBreaker(settings: $0.settings.breaker) })
        self.clock = clock
        let origin = clock.now
        now = { origin.duration(to: clock.now) }
        self.chance = chance
        self.recovered = recovered
        openings = links.map { _ in AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }
    }

    /// The first endpoint's name: as a rule that is who answers.
    ///
    /// Transcripts carry the name of the one that did.
    public var name: String { links[0].transcriber.name }

    /// Whether each endpoint, by its name, is asked as it should be, rather than left alone after failures.
    public var availability: [String: Bool] {
        let known = breakers.withLock(\.self)
        return Dictionary(zip(links.map(\.name), known.map(\.isClosed))) { first, _ in first }
    }

    /// Makes all endpoints ready, once; each gets as much time as for an utterance.
    ///
    /// - Throws: why the first cannot be used, when none can and it would not help to try again; `CancellationError`. One
    ///   that does not answer yet may do so later.
    public func prepare() async throws {
        guard !isPrepared.withLock(\.self) else { return }
        let failures = await withTaskGroup(of: (Int, (any Error)?).self) { group in
            for (index, link) in links.enumerated() {
                let clock = clock
                group.addTask {
                    do {
                        let limit = link.settings.timeLimit
                        return (index, try await limited(to: limit, clock) { try await link.transcriber.prepare() })
                    } catch {
                        return (index, error)
                    }
                }
            }
            return await group.reduce(into: [Int: any Error]()) { $0[$1.0] = $1.1 }
        }
        try Task.checkCancellation()
        isPrepared.withLock { $0 = true }
        guard failures.count == links.count, let first = failures[0] else { return }
        let mayHelp = failures.values.contains { ($0 as? TranscriptionError)?.retry ?? .never != .never }
        if !mayHelp { throw first }
    }

    /// Lets the endpoint that will be asked first take what was said so far; none that is left alone.
    public func follow(_ utterance: Utterance) async {
        guard let first = breakers.withLock({ $0.firstIndex(where: \.isClosed) }) else { return }
        await links[first].transcriber.follow(utterance)
    }

    /// Lets whoever was given a part of an utterance give it up.
    public func stopFollowing(_ utterance: Utterance) async {
        for link in links { await link.transcriber.stopFollowing(utterance) }
    }

    /// Transcribes an utterance with the first endpoint that can do it.
    ///
    /// - Parameter utterance: the speech.
    /// - Returns: what was heard; no words, and the invention, when all endpoints have only invented something.
    /// - Throws: ``TranscriptionError`` when no endpoint could; `CancellationError`.
    public func transcribe(_ utterance: Utterance) async throws -> Transcript {
        try await transcribe(utterance) { _ in }
    }

    /// Transcribes an utterance with the first endpoint that can do it.
    ///
    /// - Parameters:
    ///   - utterance: the speech.
    ///   - tell: told of each attempt when it is over, also of those that were given up.
    /// - Returns: what was heard; no words, and the invention, when all endpoints have only invented something.
    /// - Throws: ``TranscriptionError`` when no endpoint could; `CancellationError`.
    public func transcribe(
        _ utterance: Utterance,
        telling tell: @Sendable (TranscriptionAttempt) -> Void
    ) async throws -> Transcript {
        let machine = ChainMachine(links.map { .init(name: $0.name, settings: $0.settings) }, chance: chance)
        var run = ChainRun(chain: self, utterance: utterance, machine: machine)
        let outcome: Result<Transcript, any Error>
        do {
            outcome = .success(try await run.outcome(telling: tell))
        } catch {
            outcome = .failure(error)
        }
        // Another one may have been asked than was thought while it was spoken.
        await stopFollowing(utterance)
        return try outcome.get()
    }

    /// Lets a link's probing know that there is something to be probed.
    func wakeProbing(of link: Int) {
        openings[link].continuation.yield()
    }
}
