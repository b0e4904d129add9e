/// Numbers from one to another, both included.
package struct NumberRange: Sendable, Hashable {
    /// The broken numbers that follow each whole one.
    package enum Fractions: String, Sendable, Hashable, CaseIterable {
        /// The half.
        case halves
        /// The nine tenths.
        case tenths

        var parts: [Double] {
            switch self {
            case .halves: [0.5]
            case .tenths: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
            }
        }
    }

    /// The least number.
    package var from: Int
    /// The bound of the greatest whole one.
    package var to: Int
    /// The distance between two whole numbers.
    package var step: Int
    /// The broken numbers after each whole one, if any.
    package var fractions: Fractions?
    /// What a number is multiplied by to get its value; `nil` if it is its own.
    package var multiplier: Double?
    /// Whether a number may be written in digits.
    package var allowsDigits = true
    /// Whether a number may be written in words.
    package var allowsWords = true
    /// The language of the words, if it is not the pack's.
    package var wordsLanguage: String?

    /// Makes a range.
    package init(from: Int, to: Int, step: Int = 1) {
        self.from = from
        self.to = to
        self.step = step
    }

    /// The numbers in order, before they are multiplied.
    var numbers: [Double] {
        let parts = fractions?.parts ?? []
        return stride(from: from, through: to, by: step).flatMap { whole in
            [Double(whole)] + parts.map { Double(whole) + $0 }
        }
    }

    /// Whether a number is one of them.
    func contains(_ number: Double) -> Bool {
        let whole = number.rounded(.down)
        guard whole >= Double(from), whole <= Double(to) else { return false }
        guard (Int(whole) - from) % step == 0 else { return false }
        return number == whole || (fractions?.parts.contains { whole + $0 == number } ?? false)
    }
}
