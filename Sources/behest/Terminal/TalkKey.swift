/// Tells apart what is done with the key to talk: a terminal tells of presses only, and again and again while a key is down.
///
/// ```
///   tap … tap                begins, ends
///   down ─ ─ ─ ─ ─ ─ ─ up    begins, ends soon after the last repeat
/// ```
struct TalkKey: Sendable {
    /// What a press asks for.
    enum Act: Sendable, Hashable {
        case begin
        case end
        /// It may still be down; ``isLetGo(at:)`` tells after ``gap``.
        case wait
    }

    /// After so long without a repeat a key that repeated itself is up: slow keyboards repeat five times a second.
    static let gap = Duration.milliseconds(300)
    /// The first repeat comes later than the others, after up to 0.66 s with the usual settings of desktops.
    private static let firstGap = Duration.milliseconds(750)

    private var latest: ContinuousClock.Instant?
    private var isRepeating = false

    /// Takes a press.
    ///
    /// - Parameters:
    ///   - isHeld: whether what is said is being held already.
    ///   - now: when.
    /// - Returns: what it asks for.
    mutating func press(isHeld: Bool, at now: ContinuousClock.Instant) -> Act {
        let isRepeat = isRepeat(at: now)
        guard isHeld else {
            isRepeating = false
            return .begin
        }
        isRepeating = isRepeat
        return isRepeat ? .wait : .end
    }

    /// Whether a key that repeated itself is up by now; it tells so once.
    mutating func isLetGo(at now: ContinuousClock.Instant) -> Bool {
        guard isRepeating, let latest, now - latest >= Self.gap else { return false }
        isRepeating = false
        return true
    }

    /// Takes a press of a key for which it does not matter how long it is down.
    ///
    /// - Returns: whether it is down since before, as far as can be told.
    mutating func isRepeat(at now: ContinuousClock.Instant) -> Bool {
        defer { latest = now }
        return latest.map { now - $0 < Self.firstGap } ?? false
    }
}
