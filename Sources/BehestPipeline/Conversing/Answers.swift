/// What tells a person how a conversation goes: aloud, by sounds, on the screen, or all of it.
public protocol Answers: Sendable {
    /// Says something, and returns when it has been said.
    func say(_ text: String) async
    /// Plays a short sound.
    func play(_ earcon: DialogueEffect.Earcon) async
    /// Puts a question, and shows it until the next one is shown; `nil` when none is open any more.
    func show(_ question: OpenQuestion?) async
    /// Lists what can be said.
    func listSentences() async
    /// Expects long speech with pauses, or no longer.
    func expectDictation(_ isExpected: Bool) async
}
