/// What was said for the parts of one built-in slot.
struct SlotParts {
    /// The kind of slot, such as `duration`.
    var type: String
    /// The values by the parts' names.
    var values: [String: SlotValue] = [:]
    /// Where they were said.
    var span: Range<Int>?

    init(type: String) {
        self.type = type
    }

    mutating func add(_ part: Substring, _ slot: Interpretation.Slot) {
        values[String(part)] = slot.value
        guard let new = slot.span else { return }
        span = min(span?.lowerBound ?? new.lowerBound, new.lowerBound)..<max(span?.upperBound ?? 0, new.upperBound)
    }

    /// A part that is a whole number.
    func integer(_ name: String) -> Int? {
        guard case .integer(let integer) = values[name] else { return nil }
        return integer
    }

    /// A part that is a number.
    func number(_ name: String) -> Double? {
        switch values[name] {
        case .integer(let integer): Double(integer)
        case .number(let number): number
        default: nil
        }
    }

    /// A part that is a word.
    func word(_ name: String) -> String? {
        values[name]?.description
    }

    /// Parts that are said one after the other, such as `d1` and `d2`.
    func sequence(_ letter: Character) -> [String] {
        var found: [String] = []
        while let value = values["\(letter)\(found.count + 1)"] { found.append(value.description) }
        return found
    }
}

extension SlotParts {
    /// The value of a number.
    var number: SlotValue? {
        var value = 0.0
        for (name, size) in [
            ("millions", 1_000_000.0), ("thousands", 1000), ("hundreds", 100), ("ones", 1), ("part", 1),
        ] {
            value += (number(name) ?? 0) * size
        }
        let decimals = sequence("d")
        if !decimals.isEmpty, let fraction = Double("0." + decimals.joined()) { value += fraction }
        if integer("sign") == -1 { value = -value }
        return decimals.isEmpty && value == value.rounded() ? .integer(Int(value)) : .number(value)
    }

    /// The value of an ordinal.
    var ordinal: SlotValue? {
        let hundreds = integer("hundreds") ?? integer("last_hundred") ?? 0
        let value = hundreds * 100 + (integer("tens") ?? 0) + (integer("ones") ?? 0)
        return value > 0 ? .integer(value) : nil
    }

    /// The value of an issue's number, which may be said as one number, in pairs of digits, or digit by digit.
    var issueNumber: SlotValue? {
        let digits = sequence("d")
        var value = Int(digits.joined()) ?? 0
        if let high = integer("high") {
            value = high * 100 + (integer("low") ?? 0)
        } else if digits.isEmpty {
            value = (integer("thousands") ?? 0) * 1000 + (integer("hundreds") ?? 0) * 100 + (integer("ones") ?? 0)
        }
        return value > 0 ? .integer(value) : nil
    }

    /// The value of spelled letters.
    var letters: SlotValue? {
        let letters = sequence("l")
        return letters.isEmpty ? nil : .text(letters.joined())
    }

    /// How much was said of a unit such as `hours`; `nil` if nothing was.
    func amount(of unit: String) -> Double? {
        let parts = [number(unit), number("\(unit)_part"), number("\(unit)_tenths").map { $0 / 10 }].compactMap { $0 }
        return parts.isEmpty ? nil : parts.reduce(0, +)
    }

    /// The seconds of what was said in hours, minutes and seconds; `nil` if nothing was.
    var clockSeconds: Double? {
        let units = [("hours", 3600.0), ("minutes", 60), ("seconds", 1)]
        let amounts = units.compactMap { unit, size in amount(of: unit).map { $0 * size } }
        return amounts.isEmpty ? nil : amounts.reduce(0, +)
    }

    /// The value of a duration by ISO 8601, in its shortest form; `nil` for what has none, such as half a month.
    var duration: SlotValue? {
        let months = (amount(of: "years") ?? 0) * 12 + (amount(of: "months") ?? 0)
        let allDays = (amount(of: "weeks") ?? 0) * 7 + (amount(of: "days") ?? 0)
        let days = allDays.rounded(.down)
        let seconds = (((allDays - days) * 86_400 + (clockSeconds ?? 0)) * 1000).rounded() / 1000
        guard months == months.rounded() else { return nil }
        let whole = Int(seconds)
        let rest = seconds - Double(whole / 60 * 60)
        let restText = rest == rest.rounded() ? String(Int(rest)) : String(rest)
        let calendar = [(Int(months) / 12, "Y"), (Int(months) % 12, "M"), (Int(days), "D")]
        let clock = [(whole / 3600, "H"), (whole / 60 % 60, "M")]
        let date = calendar.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined()
        let time = clock.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined() + (rest > 0 ? "\(restText)S" : "")
        if date.isEmpty && time.isEmpty { return .text("PT0S") }
        return .text("P" + date + (time.isEmpty ? "" : "T" + time))
    }
}
