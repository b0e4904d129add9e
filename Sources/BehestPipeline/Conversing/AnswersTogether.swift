/// Several ways of telling a person, all at once: each waits for the slowest.
public struct AnswersTogether: Answers {
    private let all: [any Answers]

    /// Puts them together.
    public init(_ all: [any Answers]) {
        self.all = all
    }

    /// Says something in every way, and returns when it has been said in all of them.
    public func say(_ text: String) async { await each { await $0.say(text) } }

    /// Plays a short sound.
    public func play(_ earcon: DialogueEffect.Earcon) async { await each { await $0.play(earcon) } }

    /// Puts a question in every way, and returns when it has been put in all of them.
    public func show(_ question: OpenQuestion?) async { await each { await $0.show(question) } }

    /// Lists what can be said.
    public func listSentences() async { await each { await $0.listSentences() } }

    /// Expects long speech with pauses, or no longer.
    public func expectDictation(_ isExpected: Bool) async { await each { await $0.expectDictation(isExpected) } }

    private func each(_ tell: @escaping @Sendable (any Answers) async -> Void) async {
        await withTaskGroup { group in
            for answers in all { group.addTask { await tell(answers) } }
        }
    }
}
