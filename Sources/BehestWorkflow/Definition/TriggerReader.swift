import BehestGrammar
import Foundation

/// Reads the `on` of a workflow.
struct TriggerReader {
    /// The intent's slots; `nil` when they are not known.
    let slots: Set<String>?
    /// What would have to be asked.
    let required: [String]
    var log: DiagnosticLog

    private static let keys = ["schedule", "webhook"]
    private static let scheduleKeys = ["cron", "timezone", "slots", "catch-up", "within-minutes"]
    private static let laterKeys = ["push", "pull_request", "workflow_dispatch", "repository_dispatch"]

    mutating func read(_ node: PackNode) -> [Trigger] {
        let fields = log.fields(of: node, "'on'", keys: Self.keys, later: Self.laterKeys)
        var triggers: [Trigger] = []
        if let schedule = fields["schedule"] {
            guard let elements = schedule.elements, !elements.isEmpty else {
                log.error("wrong-kind", "'schedule' is \(schedule.kindName), not a list of times", at: schedule.range)
                return []
            }
            triggers += elements.compactMap { readSchedule($0) }
        }
        if let webhook = fields["webhook"] { readWebhook(webhook).map { triggers.append($0) } }
        return triggers
    }

    private mutating func readSchedule(_ node: PackNode) -> Trigger? {
        let fields = log.fields(of: node, "a schedule", keys: Self.scheduleKeys, later: [])
        guard let cron = fields["cron"] else {
            if node.entries != nil { log.error("no-cron", "the schedule has no 'cron'", at: node.range) }
            return nil
        }
        var values: [String: JSONValue] = [:]
        for entry in entries(of: fields["slots"]) {
            guard case .scalar(let text, let isQuoted) = entry.value.content, !TextTemplate.hasExpression(text) else {
                log.error("constant-wanted", "a slot of a schedule is a constant value", at: entry.value.range)
                continue
            }
            values[entry.key.text ?? ""] = isQuoted ? .string(text) : JSONValue(plainScalar: text)
        }
        checkSlots(Set(values.keys), of: node)
        let zone = fields["timezone"].flatMap { readZone($0) }
        let catchUp = fields["catch-up"].flatMap { log.choice($0, of: "catch-up", as: Schedule.CatchUp.self) } ?? .one
        let longest = Schedule.longestAge
        let within = fields["within-minutes"].flatMap { log.integer($0, of: "within-minutes", in: 1...longest) }
        if let field = fields["within-minutes"], catchUp == .none {
            log.error(
                "misplaced-key",
                "'within-minutes' is for what is caught up with, and nothing is",
                at: field.range
            )
        }
        do throws(CronSchedule.Mistake) {
            var schedule = Schedule(try CronSchedule(cron.text ?? ""), zone: zone, slots: values)
            schedule.catchUp = catchUp
            schedule.within = within.map { .seconds($0 * 60) }
            return .schedule(schedule)
        } catch {
            let range = cron.text == nil ? cron.range : cron.range(of: error.range)
            log.error("unknown-schedule", error.message, at: range)
            return nil
        }
    }

    private mutating func readZone(_ node: PackNode) -> TimeZone? {
        // Not "EST" or "GMT+1", whose hours are not those of any place.
        let name = node.text ?? ""
        if name == "UTC" || name.contains("/"), let zone = TimeZone(identifier: name) { return zone }
        log.error(
            "unknown-zone",
            "there is no time zone '\(name)'",
            at: node.range,
            hint: "write it as 'Europe/Berlin'"
        )
        return nil
    }

    private mutating func readWebhook(_ node: PackNode) -> Trigger? {
        let fields = log.fields(of: node, "a webhook", keys: ["name", "slots"], later: [])
        guard let name = fields["name"] else {
            if node.entries != nil { log.error("no-name", "the webhook has no 'name'", at: node.range) }
            return nil
        }
        var places: [String: JSONPointer] = [:]
        for entry in entries(of: fields["slots"]) {
            guard let pointer = entry.value.text.flatMap({ JSONPointer($0) }) else {
                log.error(
                    "not-a-place",
                    "'\(entry.key.text ?? "")' is filled from no place of what is sent",
                    at: entry.value.range,
                    hint: "write it as '/issue/title'"
                )
                continue
            }
            places[entry.key.text ?? ""] = pointer
        }
        checkSlots(Set(places.keys), of: node)
        return .webhook(name: log.name(name, of: "webhook"), slots: places)
    }

    private mutating func entries(of node: PackNode?) -> [PackNode.Entry] {
        guard let node else { return [] }
        guard let entries = node.entries else {
            log.error("wrong-kind", "'slots' is \(node.kindName), not a mapping", at: node.range)
            return []
        }
        for entry in entries {
            guard let slots, let name = entry.key.text, !slots.contains(name) else { continue }
            log.unknownSlot(name, among: slots, at: entry.key.range)
        }
        return log.distinct(entries)
    }

    /// Nobody is there to be asked.
    private mutating func checkSlots(_ filled: Set<String>, of node: PackNode) {
        for slot in required where !filled.contains(slot) {
            log.error(
                "unfilled-slot",
                "the slot '\(slot)' is asked for, and nobody is there to be asked",
                at: node.range,
                hint: "fill it under 'slots'"
            )
        }
    }
}
