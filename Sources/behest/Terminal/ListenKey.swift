/// What a key asks for while `behest` listens.
enum ListenKey: Sendable, Hashable, CaseIterable {
    case confirm, cancel, stopAll, talk, mute, again, help, end

    /// - Returns: what the key asks for; `nil` when that is nothing.
    init?(_ key: KeyDecoder.Key) {
        switch key {
        case .escape, .character("n"), .character("N"): self = .cancel
        case .character("\n"), .character("y"), .character("Y"): self = .confirm
        case .character("s"), .character("S"): self = .stopAll
        case .character(" "): self = .talk
        case .character("m"), .character("M"): self = .mute
        case .character("r"), .character("R"): self = .again
        case .character("?"), .character("h"), .character("H"): self = .help
        // Ctrl-D, by which people leave other programs.
        case .character("q"), .character("Q"), .character("\u{4}"): self = .end
        case .character: return nil
        }
    }

    /// The keys, as they are explained.
    var names: String {
        switch self {
        case .confirm: "Enter or y"
        case .cancel: "n or Esc"
        case .stopAll: "s"
        case .talk: "Space"
        case .mute: "m"
        case .again: "r"
        case .help: "?"
        case .end: "q"
        }
    }

    /// What they do.
    var purpose: String {
        switch self {
        case .confirm: "yes, do it; also ends what you dictate"
        case .cancel: "no, leave it; with nothing asked, stop what was begun last"
        case .stopAll: "stop everything"
        case .talk: "speak now, and again when you have said it"
        case .mute: "do not listen, or listen again"
        case .again: "say the question again"
        case .help: "what can be said, and these keys"
        case .end: "end, like Ctrl-C"
        }
    }
}
