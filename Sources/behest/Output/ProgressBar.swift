/// A bar on standard error that shows how many recordings are done; only a person at a terminal sees it.
struct ProgressBar {
    private static let width = 24
    /// So many recordings are done before a bar is worth reading.
    static let most = 3

    private let isShown: Bool

    /// - Parameter count: how many recordings there are.
    init(count: Int) {
        isShown = count > Self.most && StandardError.isTerminal
    }

    /// Draws the bar.
    func show(done: Int, of count: Int, now name: String) {
        guard isShown else { return }
        let filled = Self.width * done / max(1, count)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        let counts = "\(bar) \(done)/\(count) "
        // A bar that wraps cannot be erased.
        let room = max(0, StandardError.columns - counts.count - 1)
        let name = name.visible
        let short = name.count > room ? String(name.suffix(room)) : name
        StandardError.writePart("\r\u{1B}[K\(counts)\(short)")
    }

    /// Makes room for a line of output.
    func clear() {
        guard isShown else { return }
        StandardError.writePart("\r\u{1B}[K")
    }
}
