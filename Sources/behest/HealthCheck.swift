internal import BehestAudio
internal import BehestGrammar
internal import BehestInference
internal import BehestPipeline
internal import BehestSpeech
internal import BehestWorkflow
internal import FoundationEssentials

/// One thing that must work, or had better work.
struct HealthCheck: Sendable {
    /// What was found.
    enum Finding {
        /// It works; with what there is to know of it.
        case works(String)
        /// Behest does without it; what is lost, and how to mend it.
        case missing(String)
        /// Behest does not work without it; why, and how to mend it.
        case broken(String)
    }

    /// What a person calls it.
    let name: String

    /// Looks whether it works.
    let examine: @Sendable (Assembly) async -> Finding

    /// All of them, in the order in which a command meets them.
    static func all(_ options: ConfigurationOptions) -> [HealthCheck] {
        [
            configuration(options), soundFiles, runtime, voiceActivity, recogniser(.base), recogniser(.tiny), grammars,
            journal, kept(options), sandbox, speech, symbols, git, coders(options), team(options), microphone,
        ] + answers(options) + forges(options)
    }

    private static func configuration(_ options: ConfigurationOptions) -> HealthCheck {
        HealthCheck(name: "configuration") { assembly in
            do {
                _ = try assembly.configuration(options)
                let file = options.file ?? assembly.places.configuration.path
                let isThere = FileManager.default.fileExists(atPath: file)
                return .works(isThere ? file : "none, so everything is as it comes ('\(file)')")
            } catch let error as ConfigurationProblems {
                let mistakes = error.diagnostics.map { mistake in
                    "\(mistake.range.map { "line \($0.start.line): " } ?? "")\(mistake.message)"
                }
                return .broken("'\(error.file)': \(mistakes.joined(separator: "; "))")
            } catch {
                return .broken("\(error)")
            }
        }
    }

    private static let soundFiles = HealthCheck(name: "recordings") { _ in
        .works("\(AudioFile.libraryVersion)")
    }

    private static let runtime = HealthCheck(name: "ONNX Runtime") { assembly in
        attempt {
            let runtime = try InferenceRuntime(library: assembly.places.models.runtimeLibrary.path)
            return "version \(runtime.version)"
        }
    }

    private static let voiceActivity = HealthCheck(name: "voice activity") { assembly in
        attempt {
            let models = assembly.places.models
            let runtime = try InferenceRuntime(library: models.runtimeLibrary.path)
            _ = try runtime.model(at: models.voiceActivityModel.path, threads: 1)
            return "Silero"
        }
    }

    private static func recogniser(_ size: MoonshineSize) -> HealthCheck {
        HealthCheck(name: "recogniser \(size.rawValue)") { assembly in
            let clock = ContinuousClock()
            do {
                let hearing = try assembly.hearing([size])
                let time = try await clock.measure { try await hearing.ears[0].transcriber.prepare() }
                return .works("Moonshine, loaded in \(time.brief)")
            } catch {
                return size == .base ? .broken("\(error)") : .missing("\(error)")
            }
        }
    }

    private static let grammars = HealthCheck(name: "grammars") { assembly in
        let paths = assembly.packPaths([])
        let (library, findings) = PackLibrary.read(paths, agents: assembly.signatures(assembly.usualConfiguration))
        guard let library, !paths.isEmpty else {
            let count = findings.diagnostics.count { $0.severity == .error }
            return .broken(
                paths.isEmpty
                    ? "\(NoPacks(folder: assembly.places.userGrammars.path))"
                    : "\(count) mistakes; 'behest grammar check' shows them."
            )
        }
        return .works("\(library.grammar.intents.count) intents in \(paths.joined(separator: ", "))")
    }

    private static let journal = HealthCheck(name: "journal") { assembly in
        attempt {
            _ = try assembly.journal()
            return assembly.places.journal.path
        }
    }

    private static let speech = program(
        "espeak-ng",
        for: "phonemes",
        without: "words are compared as they are spelled. Run scripts/setup packages."
    )

    private static let symbols = program(
        "ctags",
        for: "symbols",
        without: "lists from symbols need universal-ctags. Run scripts/setup packages."
    )

    private static let git = program(
        "git",
        for: "git",
        without: "lists of branches and authors need it. Install it with your system's packages."
    )

    private static let microphone = HealthCheck(name: "microphone") { _ in
        let usable = InputDevice.all().filter(\.isUsable)
        return usable.isEmpty
            ? .missing("none can be used; recordings and typed words still can. See 'behest devices'.")
            : .works(usable.map(\.id).joined(separator: ", "))
    }

    /// A program in `PATH` that Behest can do without.
    private static func program(_ program: String, for name: String, without loss: String) -> HealthCheck {
        HealthCheck(name: name) { assembly in
            let folders = (assembly.environment["PATH"] ?? "").split(separator: ":")
            let isThere = folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
            return isThere ? .works(program) : .missing("\(program) is not installed; \(loss)")
        }
    }

    private static func attempt(_ work: () throws -> String) -> Finding {
        do {
            return .works(try work())
        } catch {
            return .broken("\(error)")
        }
    }
}
