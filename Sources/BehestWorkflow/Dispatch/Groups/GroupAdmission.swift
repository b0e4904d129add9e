internal import FoundationEssentials

/// Who may enter a group of which only so many are done at the same time, or in some span of time.
///
/// Who has asked first goes first, where urgency counts as having asked earlier. So what is urgent goes ahead, and nothing
/// waits for ever: what has waited for long enough goes ahead of whatever is urgent.
struct GroupAdmission: Sendable {
    /// Somebody that waits.
    struct Candidate: Sendable, Hashable {
        var id: Int64
        var urgency: Int
        var asked: Date

        /// The place in the line: the smaller, the sooner.
        fileprivate var place: (Double, Int64) {
            (asked.timeIntervalSince1970 - Double(urgency) * GroupAdmission.headStart, id)
        }
    }

    /// By how many seconds earlier each degree of urgency counts as having asked.
    static let headStart = 600.0

    /// How many may be in the group at the same time.
    var limit: Int
    /// How many may enter in some span of time; `nil` for any number.
    var rate: PlannedConcurrency.Rate?
    /// How many are in it.
    var active: Int
    /// When others entered it, also those who have left since; as far back as the rate says.
    var entered: [Date]
    /// Who waits.
    var waiting: [Candidate]

    /// Whether one of those who wait may enter.
    func mayEnter(_ id: Int64, at now: Date) -> Bool {
        guard let candidate = waiting.first(where: { $0.id == id }) else { return false }
        let ahead = waiting.count { $0.place < candidate.place }
        guard active + ahead < limit else { return false }
        guard let rate else { return true }
        let begin = now.addingTimeInterval(-rate.seconds)
        // What lies in the future was written before the clock was put back, and says nothing.
        return entered.count { $0 > begin && $0 <= now } + ahead < rate.count
    }
}
