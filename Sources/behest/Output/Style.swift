internal import FoundationEssentials

/// Colours for a terminal, or none.
struct Style {
    /// Whether text is coloured.
    let isColoured: Bool

    /// Colours only for a person at a terminal that can show them, and never against `NO_COLOR` (no-color.org).
    init(isTerminal: Bool, environment: [String: String]) {
        let isForbidden = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        isColoured = isTerminal && !isForbidden && environment["TERM"] != "dumb"
    }

    func bold(_ text: String) -> String { wrap(text, "1") }
    func faint(_ text: String) -> String { wrap(text, "2") }
    func red(_ text: String) -> String { wrap(text, "31") }
    func green(_ text: String) -> String { wrap(text, "32") }
    func yellow(_ text: String) -> String { wrap(text, "33") }

    private func wrap(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
