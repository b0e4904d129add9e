internal import BehestPipeline

extension Configuration {
    /// When it listens.
    struct Listening: Sendable, Equatable {
        /// What makes it listen.
        var mode = Attention.Mode.continuous
        /// The phrase with which commands begin.
        var wakePhrase: String?
        /// A key of the keyboard that is held to talk.
        var key: KeyName?
        /// After how long a press without a release ends.
        var longestHold = Attention.Settings().longestHold
        /// How long after the wake phrase alone a command may begin.
        var awakeTime = Attention.Settings().awakeTime
    }
}
