extension ListReference {
    /// What is wrong with the text between two braces.
    struct Problem: Error {
        var code: String
        var message: String
        var hint: String?
    }

    /// Reads what stands between `{` and `}`: `list`, `list:slot`, `list:@capture`, `@capture` or `0..100,10:slot`.
    static func parse(_ content: String) -> Result<ListReference, Problem> {
        let halves = content.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
        var name = halves[0]
        var slot: String? = halves.count > 1 ? halves[1] : nil
        if halves.count == 1, name.hasPrefix("@") {
            name.removeFirst()
            slot = "@" + name
        }
        guard !name.isEmpty else {
            return .failure(Problem(code: "empty-reference", message: "'{\(content)}' names no list"))
        }
        if let slot, slot.isEmpty || slot == "@" {
            return .failure(
                Problem(code: "empty-reference", message: "'{\(content)}' names no slot", hint: "write '{\(name)}'")
            )
        }
        let target = slot.map { $0.hasPrefix("@") ? nil : $0 } ?? name
        guard name.contains("..") else {
            return .success(ListReference(source: .named(name), slot: target))
        }
        return range(name, slot: slot, target: target)
    }

    private static func range(_ text: String, slot: String?, target: String?) -> Result<ListReference, Problem> {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let bounds = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, bounds.count == 3, bounds[1].isEmpty,
            let from = Int(bounds[0]), let to = Int(bounds[2]),
            let step = parts.count == 2 ? Int(parts[1]) : 1
        else {
            return .failure(
                Problem(
                    code: "wrong-range",
                    message: "'\(text)' is not a range of numbers",
                    hint: "write it as '{0..100:slot}' or '{0..100,10:slot}'"
                )
            )
        }
        guard let problem = NumberRange(from: from, to: to, step: step).problem else {
            guard slot != nil else {
                return .failure(
                    Problem(
                        code: "range-without-slot",
                        message: "the range '\(text)' names no slot",
                        hint: "write '{\(text):slot}' with the name of the slot"
                    )
                )
            }
            let range = NumberRange(from: from, to: to, step: step)
            return .success(ListReference(source: .range(range), slot: target))
        }
        return .failure(problem)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension NumberRange {
    /// The most numbers of one range.
    static let mostNumbers = 131_072
    /// The greatest number, with either sign, of a range.
    static let greatestNumber = 1_000_000_000

    /// What keeps the range from being used.
    var problem: ListReference.Problem? {
        guard step > 0 else {
            return .init(code: "wrong-range", message: "the step \(step) is not above zero", hint: nil)
        }
        guard from <= to else {
            return .init(
                code: "wrong-range",
                message: "the range begins at \(from), above its end \(to)",
                hint: "write the lower number first"
            )
        }
        guard from >= -Self.greatestNumber, to <= Self.greatestNumber, (to - from) / step < Self.mostNumbers else {
            return .init(
                code: "range-too-large",
                message: "the range from \(from) to \(to) has too many numbers",
                hint: "give it at most \(Self.mostNumbers) numbers between minus and plus a thousand million"
            )
        }
        return nil
    }
}
