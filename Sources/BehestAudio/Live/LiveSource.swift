/// Where live sound comes from: a microphone, a recording played at real speed, samples on standard input.
///
/// Unlike an ``AudioSource`` it sets the pace itself; what is not read in time is lost, and marked as a gap.
public protocol LiveSource: Sendable {
    /// What a person calls it.
    var name: String { get }

    /// Puts its sound into a ring until it ends or the task is cancelled.
    ///
    /// - Throws: ``AudioError`` when there is no sound to be had. That it ends is no error.
    func run(into ring: SoundRing) async throws
}

/// Takes sound from a source while something is done with it.
///
/// ```swift
/// try await withLiveSound(from: Microphone(device: "default")) { ring in
///     for try await event in ring.events() { … }
/// }
/// ```
///
/// - Parameters:
///   - source: where the sound comes from; it is stopped when the work is done.
///   - ring: what keeps the sound for its readers.
///   - work: what is done; the ring's events end when the source does, with its error if it failed.
/// - Returns: what the work returns.
/// - Throws: what the work throws.
public func withLiveSound<Value: Sendable>(
    from source: any LiveSource,
    into ring: SoundRing = SoundRing(),
    _ work: (SoundRing) async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            do {
                try await source.run(into: ring)
                ring.finish(throwing: nil)
            } catch {
                ring.finish(throwing: error)
            }
        }
        defer { group.cancelAll() }
        return try await work(ring)
    }
}
