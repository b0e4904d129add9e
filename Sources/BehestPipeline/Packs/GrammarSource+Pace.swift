extension GrammarSource {
    /// How often a ``GrammarSource`` looks at what.
    struct Pace: Sendable {
        /// What is to be looked at now.
        enum Look: Sendable, Hashable {
            case rest
            case packs
            case everything
        }

        /// The time between two questions.
        static let tick = Duration.milliseconds(250)

        private static let ticksBetweenPacks = 4
        private static let fewestTicks = 8
        private static let mostTicks = 120

        private var ticks = 0
        private var pause = Self.fewestTicks

        /// What to look at, one tick later.
        mutating func next(isAwaited: Bool) -> Look {
            ticks += 1
            if isAwaited || ticks >= pause { return .everything }
            return ticks.isMultiple(of: Self.ticksBetweenPacks) ? .packs : .rest
        }

        /// Notes that everything was looked at.
        mutating func looked(hasFound: Bool) {
            ticks = 0
            pause = hasFound ? Self.fewestTicks : min(pause * 2, Self.mostTicks)
        }
    }
}
