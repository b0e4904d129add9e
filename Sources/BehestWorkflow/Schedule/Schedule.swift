public import Foundation

/// Times at which a workflow begins by itself, as its pack says it.
public struct Schedule: Sendable, Hashable {
    /// What becomes of times that went by while nobody was at work.
    public enum CatchUp: String, Sendable, Hashable, CaseIterable {
        /// Nothing.
        case none
        /// The last of them is done.
        case one
        /// Each of them is done, up to ``DueOccurrences/most``.
        case all
    }

    /// The times.
    public var cron: CronSchedule
    /// Where the hours count; `nil` for the machine's own.
    public var zone: TimeZone?
    /// The slots of what is begun.
    public var slots: [String: JSONValue]
    /// What becomes of times that went by.
    public var catchUp = CatchUp.one
    /// How old a time may be that is caught up with; `nil` for any age.
    public var within: Duration?

    /// The greatest such age, in minutes: a year.
    static let longestAge = 527_040

    /// Makes a schedule.
    public init(_ cron: CronSchedule, zone: TimeZone? = nil, slots: [String: JSONValue] = [:]) {
        self.cron = cron
        self.zone = zone
        self.slots = slots
    }

    /// The next time after a moment.
    public func next(after moment: Date) -> Date? { cron.next(after: moment, in: zone ?? .current) }
}

/// A schedule of one workflow, which is another one as soon as its times or its slots are others.
public struct WorkflowSchedule: Sendable, Hashable, Identifiable {
    /// What it is known by in the journal: a digest of the workflow, the times, the zone and the slots.
    public let id: String
    /// The intent whose workflow begins.
    public let intent: String
    /// When, and with what.
    public let schedule: Schedule

    /// Gives a workflow a schedule.
    public init(intent: String, _ schedule: Schedule) {
        self.intent = intent
        self.schedule = schedule
        let zone = schedule.zone?.identifier ?? ""
        let digest = AuditChain.digest(
            of: [.string(intent), .string(schedule.cron.source), .string(zone), .mapping(schedule.slots)]
        )
        id = String(digest.prefix(32))
    }
}

extension Planner {
    /// The schedules of the workflows; of several that are the same, one.
    public var schedules: [WorkflowSchedule] {
        var known: Set<String> = []
        return triggers.compactMap { intent, trigger in
            guard case .schedule(let schedule) = trigger else { return nil }
            let found = WorkflowSchedule(intent: intent, schedule)
            return known.insert(found.id).inserted ? found : nil
        }
    }
}
