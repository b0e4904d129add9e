internal import ArgumentParser
internal import BehestPipeline

/// The options of the commands that listen, about when they do.
struct ListeningOptions: ParsableArguments {
    @Option(
        name: .long,
        help: "What makes it listen: continuous (whatever is said), push-to-talk, or wake-phrase."
    )
    var mode: ListeningMode?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The phrase with which commands begin, such as 'hey behest'; it makes '--mode wake-phrase' the usual one.",
            valueName: "words"
        )
    )
    var wakePhrase: String?

    func validate() throws {
        if let wakePhrase, wakePhrase.allSatisfy(\.isWhitespace) {
            throw ValidationError("'--wake-phrase' needs a phrase, such as 'hey behest'.")
        }
    }

    /// Puts what was configured in the place of what was not said.
    func settings(_ configured: Configuration.Listening) throws -> Configuration.Listening {
        var settings = configured
        settings.wakePhrase = wakePhrase ?? configured.wakePhrase
        settings.mode = mode?.mode ?? (wakePhrase == nil ? configured.mode : .wakePhrase)
        guard settings.mode != .wakePhrase || settings.wakePhrase != nil else {
            throw ValidationError("The mode wake-phrase needs a phrase: add '--wake-phrase \"hey behest\"'.")
        }
        return settings
    }
}

/// The values of `--mode`.
enum ListeningMode: String, ExpressibleByArgument, CaseIterable {
    case continuous
    case pushToTalk = "push-to-talk"
    case wakePhrase = "wake-phrase"

    var mode: Attention.Mode {
        switch self {
        case .continuous: .continuous
        case .pushToTalk: .pushToTalk
        case .wakePhrase: .wakePhrase
        }
    }
}
