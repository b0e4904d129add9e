/// Makes one value of what was said for the parts of each built-in slot.
///
/// ```swift
/// let composer = SlotComposer(clock: WallClock(now: now))
/// composer.compose(reading, in: "remind me in two hours")  // delay = PT2H
/// ```
public struct SlotComposer: Sendable {
    /// The most letters of a spelled word.
    static let mostLetters = 12

    private let clock: WallClock

    /// Makes a composer that knows what time it is.
    public init(clock: WallClock) {
        self.clock = clock
    }

    /// Puts the parts of built-in slots together; what else the reading says stays as it is.
    ///
    /// - Parameters:
    ///   - interpretation: A reading as the grammar gives it.
    ///   - transcript: The words that were read.
    /// - Returns: The reading with whole values; `nil` if it names what does not exist, such as the 30th of February.
    public func compose(_ interpretation: Interpretation, in transcript: String) -> Interpretation? {
        guard interpretation.slots.contains(where: { $0.name.utf8.contains(Self.separator) }) else {
            return interpretation
        }
        var slots: [Interpretation.Slot] = []
        var places: [String: Int] = [:]
        var parts: [String: SlotParts] = [:]
        for slot in interpretation.slots {
            guard let (name, type, part) = Self.split(slot.name) else {
                slots.append(slot)
                continue
            }
            if places[name] == nil {
                places[name] = slots.count
                slots.append(Interpretation.Slot(name: name, value: .text(""), text: "", span: nil))
            }
            parts[name, default: SlotParts(type: type)].add(part, slot)
        }
        for (name, place) in places {
            guard let said = parts[name], let value = value(of: said) else { return nil }
            slots[place].value = value
            slots[place].span = said.span
            slots[place].text = said.span.map { transcript.slice($0) } ?? ""
        }
        var composed = interpretation
        composed.slots = slots
        return composed
    }

    private func value(of parts: SlotParts) -> SlotValue? {
        switch parts.type {
        case "number": parts.number
        case "ordinal": parts.ordinal
        case "duration": parts.duration
        case "date": parts.date(today: clock.now.date).map { .text($0.description) }
        case "time": parts.minutes.map { .text(CivilTime.clock(($0 + 1440) % 1440)) }
        case "date_time": parts.dateAndTime(clock).map { .text($0) }
        case "letters": parts.letters
        case "issue_number": parts.issueNumber
        default: nil
        }
    }
}

extension SlotComposer {
    private static let separator = UInt8(ascii: "#")

    /// The name of the slot that a part of a built-in slot fills.
    static func partName(of part: String, type: String, slot: String) -> String {
        "\(slot)#\(type).\(part)"
    }

    private static func split(_ name: String) -> (slot: String, type: String, part: Substring)? {
        guard let hash = name.lastIndex(of: "#"), let dot = name[hash...].firstIndex(of: ".") else { return nil }
        let type = name[name.index(after: hash)..<dot]
        return (String(name[..<hash]), String(type), name[name.index(after: dot)...])
    }
}
