internal import ArgumentParser
internal import BehestPipeline
internal import BehestSpeech
internal import FoundationEssentials

/// The options of all commands that understand something.
struct UnderstandingOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The packs to understand by, instead of your own and the shipped ones; may be given again.",
            valueName: "file|folder"
        )
    )
    var grammars: [String] = []

    @Option(name: .long, help: ArgumentHelp("The folder to work in; otherwise the current one.", valueName: "folder"))
    var workspace: String?

    @Flag(name: .long, help: "Show what would be done; keep and do nothing.")
    var dryRun = false

    @Option(
        name: .long,
        help: ArgumentHelp("Go only so far, and keep and do nothing: transcript, intent or plan.", valueName: "stage")
    )
    var stopAfter: StopStage?

    @Flag(name: .long, help: "Answer yes beforehand where a command would ask for confirmation.")
    var yes = false

    @Flag(name: .long, help: "Write one line of JSON for each command.")
    var json = false

    @OptionGroup(title: "When no grammar fits") var chat: ChatOptions

    /// How far the pipeline goes.
    var stage: CommandPipeline.Stage {
        stopAfter?.stage ?? (dryRun ? .plan : .end)
    }

    func validate() throws {
        var isDirectory = false
        if let workspace, !FileManager.default.fileExists(atPath: workspace, isDirectory: &isDirectory) || !isDirectory
        {
            throw ValidationError("There is no folder '\(workspace)' to work in.")
        }
        if dryRun, let stopAfter, stopAfter != .plan {
            throw ValidationError("--dry-run shows the plan, so --stop-after \(stopAfter.rawValue) contradicts it.")
        }
    }
}

/// Whether what is to be done is left to others, or for later.
struct DeferralOptions: ParsableArguments {
    @Flag(name: .long, help: "Record what is to be done, and leave it to 'behest worker' or 'behest serve'.")
    var later = false

    @Flag(name: .long, help: "Record what is to be done, and wait for 'behest tasks approve', instead of asking now.")
    var hold = false

    /// How far the pipeline goes.
    func stage(_ options: UnderstandingOptions) -> CommandPipeline.Stage {
        guard options.stage == .end else { return options.stage }
        if hold { return .hold }
        return later ? .record : .end
    }

    /// Checks that only one of the things is wanted that contradict each other.
    func validate(with options: UnderstandingOptions) throws {
        guard [later, hold, options.stage != .end].count(where: \.self) < 2 else {
            throw ValidationError("--later, --hold, and --dry-run or --stop-after contradict each other.")
        }
    }
}

/// The values of `--stop-after`.
enum StopStage: String, ExpressibleByArgument, CaseIterable {
    case transcript, intent, plan

    var stage: CommandPipeline.Stage {
        switch self {
        case .transcript: .transcript
        case .intent: .intent
        case .plan: .plan
        }
    }
}

/// The values of `--model`.
enum ModelChoice: String, ExpressibleByArgument, CaseIterable {
    case base, tiny
    /// The quicker one, and the more accurate one for what it is not sure of.
    case tinyThenBase = "tiny-then-base"

    /// The recognisers in the order in which they hear.
    var sizes: [MoonshineSize] {
        switch self {
        case .base: [.base]
        case .tiny: [.tiny]
        case .tinyThenBase: [.tiny, .base]
        }
    }
}
