internal import BehestPipeline

extension Attention.Cue {
    /// One line for a person.
    var text: String {
        switch self {
        case .holding: "Listening: speak."
        case .letGo: "Heard you out."
        case .tooLong: "The key was held for too long, or its release was lost; what was said is kept."
        case .awake: "Listening: what is it?"
        case .asleep: "Nothing was said, so the wake phrase is needed again."
        case .muted: "Muted: nothing is heard."
        case .unmuted: "Listening again."
        case .stillMuted: "Muted: 'behest unmute' first, or m in the terminal."
        }
    }

    /// Whether it is not what whoever caused it expects.
    var isProblem: Bool {
        switch self {
        case .tooLong, .stillMuted: true
        case .holding, .letGo, .awake, .asleep, .muted, .unmuted: false
        }
    }
}
