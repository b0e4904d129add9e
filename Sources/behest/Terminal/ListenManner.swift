/// How `behest listen` deals with the person at it: what they want, and what their terminal can do.
struct ListenManner: Sendable, Hashable {
    /// Whether lines at the bottom are redrawn; otherwise only whole lines are written, one after the other.
    let isLive: Bool
    /// Whether keys are taken one by one.
    let takesKeys: Bool

    /// - Parameters:
    ///   - isPlain: whether only lines are wanted.
    ///   - isJSON: whether a program reads the output.
    ///   - isTerminal: whether a person sees the output at once.
    ///   - environment: the program's environment: `TERM`, and `BEHEST_PLAIN` and `ACCESSIBLE`, which ask for lines only.
    init(isPlain: Bool, isJSON: Bool, isTerminal: Bool, environment: [String: String]) {
        let isCapable = isTerminal && !["", "dumb"].contains(environment["TERM"] ?? "")
        let wantsLines = ["BEHEST_PLAIN", "ACCESSIBLE"].contains { !["", "0"].contains(environment[$0] ?? "") }
        takesKeys = isCapable && !isJSON
        isLive = takesKeys && !isPlain && !wantsLines
    }

    /// Nobody is at it.
    static let linesOnly = ListenManner(isPlain: true, isJSON: false, isTerminal: false, environment: [:])
}
