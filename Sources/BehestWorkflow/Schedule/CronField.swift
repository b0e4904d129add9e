/// One of the five fields of a schedule: the numbers that match.
struct CronField: Sendable, Hashable {
    /// What a field counts.
    enum Kind: Sendable, CaseIterable {
        case minute, hour, day, month, weekday

        var range: ClosedRange<Int> {
            switch self {
            case .minute: 0...59
            case .hour: 0...23
            case .day: 1...31
            case .month: 1...12
            // Sunday is 0, and also 7.
            case .weekday: 0...7
            }
        }

        var name: String {
            switch self {
            case .minute: "minute"
            case .hour: "hour"
            case .day: "day of the month"
            case .month: "month"
            case .weekday: "day of the week"
            }
        }

        fileprivate var names: [String] {
            switch self {
            case .minute, .hour, .day: []
            case .month: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
            case .weekday: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
            }
        }
    }

    /// The numbers, one bit each.
    private(set) var bits: UInt64 = 0
    /// Whether it began with a star, so that it restricts nothing by itself.
    private(set) var isStar = false

    /// Reads a field: `*`, numbers, names, ranges, and steps of these, with commas between them.
    init(_ text: Substring, _ kind: Kind) throws(CronSchedule.Mistake) {
        isStar = text.hasPrefix("*")
        var offset = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            do throws(CronSchedule.Mistake) {
                try add(part, kind)
            } catch {
                throw CronSchedule.Mistake(error.message, at: offset..<offset + part.utf8.count)
            }
            offset += part.utf8.count + 1
        }
    }

    func contains(_ number: Int) -> Bool { bits & (1 << UInt64(number)) != 0 }

    private mutating func add(_ part: Substring, _ kind: Kind) throws(CronSchedule.Mistake) {
        let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let ends = halves[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        var step = 1
        if halves.count == 2 {
            guard let number = Self.number(halves[1]), number >= 1, number <= kind.range.upperBound else {
                throw CronSchedule.Mistake("'\(halves[1])' is not a step for the \(kind.name)")
            }
            step = number
        }
        var first: Int
        var last: Int
        if halves[0] == "*" {
            (first, last) = (kind.range.lowerBound, kind == .weekday ? 6 : kind.range.upperBound)
        } else {
            first = try Self.value(ends[0], kind)
            // "5/15" goes on to the end.
            last = ends.count == 2 ? try Self.value(ends[1], kind) : halves.count == 2 ? kind.range.upperBound : first
            if ends.count == 2, kind == .weekday, first > last, first < 7 {
                // "fri-mon" goes over the end of the week.
                last += 7
            }
        }
        guard first <= last else {
            throw CronSchedule.Mistake("'\(halves[0])' ends before it begins")
        }
        for number in stride(from: first, through: last, by: step) {
            bits |= 1 << UInt64(kind == .weekday ? number % 7 : number)
        }
    }

    private static func value(_ text: Substring, _ kind: Kind) throws(CronSchedule.Mistake) -> Int {
        if let name = kind.names.firstIndex(of: text.lowercased()) { return kind == .month ? name + 1 : name }
        guard let number = number(text), kind.range.contains(number) else {
            let range = "\(kind.range.lowerBound) to \(kind.range.upperBound)"
            throw CronSchedule.Mistake("'\(text)' is no \(kind.name): it is a number from \(range)")
        }
        return number
    }

    /// Digits only; a sign is none.
    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (48...57).contains($0) } && text.utf8.count <= 3 ? Int(text) : nil
    }
}
