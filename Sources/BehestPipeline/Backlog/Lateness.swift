public import FoundationEssentials

/// How late a command was understood that nothing could hear when it was said.
public struct Lateness: Sendable, Hashable, Codable {
    /// How long ago it was said.
    public var age: TimeInterval
    /// Whether the same has been asked for since.
    public var isRepeated: Bool

    /// Puts it together.
    public init(age: TimeInterval, isRepeated: Bool = false) {
        self.age = age
        self.isRepeated = isRepeated
    }

    /// Asks whether some words are still meant.
    func question(about words: String) -> String { "\(preface(to: words)) Shall I do it now?" }

    /// Says what some words are that something is asked about.
    func preface(to words: String) -> String {
        let since = isRepeated ? " You have said the same since." : ""
        return "\(ageInWords) ago you said '\(words)', when nothing could hear it.\(since)"
    }

    private var ageInWords: String {
        let minutes = Int((age / 60).rounded())
        switch minutes {
        case ..<1: return "A moment"
        case 1: return "A minute"
        case ..<120: return "\(minutes) minutes"
        default: return "\(Int((age / 3600).rounded())) hours"
        }
    }
}
