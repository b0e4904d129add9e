/// A line of parts that are shown in different ways.
struct StyledLine: Sendable, Hashable {
    /// How a part is shown; the words alone must be enough to understand it.
    enum Ink: Sendable, Hashable {
        case plain, bold, faint, green, yellow, red
    }

    private struct Part: Sendable, Hashable {
        var text: String
        var ink: Ink
    }

    private var parts: [Part] = []

    init(_ text: String = "", _ ink: Ink = .plain) { add(text, ink) }

    mutating func add(_ text: String, _ ink: Ink = .plain) {
        if !text.isEmpty { parts.append(Part(text: text, ink: ink)) }
    }

    /// How many columns it takes.
    var columns: Int { parts.reduce(0) { $0 + $1.text.columns } }

    /// The line as it is written, cut where there is no more room.
    func text(in room: Int, _ style: Style) -> String {
        var (text, left) = ("", room)
        for part in parts where left > 0 {
            let fitted = part.text.fitted(to: left)
            left -= fitted.columns
            text += style.painted(fitted, part.ink)
            if fitted != part.text { break }
        }
        return text
    }
}

extension Style {
    fileprivate func painted(_ text: String, _ ink: StyledLine.Ink) -> String {
        switch ink {
        case .plain: text
        case .bold: bold(text)
        case .faint: faint(text)
        case .green: green(text)
        case .yellow: yellow(text)
        case .red: red(text)
        }
    }
}
