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

    /// What becomes of somebody that waits.
    enum Answer: Sendable, Hashable {
        case enters
        /// Until there is room; the time, where it is known.
        case waits(until: Date?)
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

    /// What becomes of one of those who wait.
    func answer(to id: Int64, at now: Date) -> Answer {
        let ahead = waiting.filter { other in
            guard let candidate = waiting.first(where: { $0.id == id }) else { return false }
            return other.place < candidate.place
        }.count
        guard active + ahead < limit else { return .waits(until: nil) }
        guard let rate else { return .enters }
        let begin = now.addingTimeInterval(-rate.seconds)
        // What lies in the future was written before the clock was put back, and says nothing.
        let recent = entered.filter { $0 > begin && $0 <= now }.sorted()
        guard recent.count + ahead >= rate.count else { return .enters }
        let decisive = recent.count - rate.count + ahead
        return .waits(
            until: recent.indices.contains(decisive) ? recent[decisive].addingTimeInterval(rate.seconds) : nil
        )
    }
}
