extension String {
    /// The text without the spaces around it, and with one space where it has several.
    func trimmingSpaces() -> String {
        split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" }).joined(separator: " ")
    }
}
