import FoundationEssentials

/// A coding agent, as the configuration has it.
public struct Coder: Sendable, Hashable {
    /// What packs call it.
    public var name: String
    /// What kind of agent it is.
    public var profile: CoderProfile
    /// The program, and arguments that go before those of the profile.
    public var command: [String]
    /// Arguments that go after those of the profile.
    public var arguments: [String]
    /// The names of the environment variables that it is given besides the usual ones.
    public var environment: Set<String>
    /// The model to use; `nil` for its own choice.
    public var model: String?
    /// What it may change beside its working tree: paths from the root or from the home folder.
    public var write: [String]
    /// The places of secrets that it may read, beside its own.
    public var read: [String]

    /// Makes a coding agent.
    public init(
        name: String,
        profile: CoderProfile,
        command: [String] = [],
        arguments: [String] = [],
        environment: Set<String> = [],
        model: String? = nil,
        write: [String] = [],
        read: [String] = []
    ) {
        self.name = name
        self.profile = profile
        self.command = command.isEmpty ? [profile.program].compactMap { $0 } : command
        self.arguments = arguments
        self.environment = environment
        self.model = model
        self.write = write
        self.read = read
    }

    /// Those that can be used without any configuration, in the order in which they are looked for.
    public static let usual = CoderProfile.allCases.filter { $0.program != nil }.map {
        Coder(name: $0.rawValue, profile: $0)
    }

    /// The program's name or path.
    public var program: String { command.first ?? "" }

    /// What is run.
    ///
    /// - Parameters:
    ///   - specification: The file that holds the specification.
    ///   - folder: The attempt's own folder.
    /// - Returns: The program and its arguments.
    func commandLine(specification: String, folder: String) -> [String] {
        command
            + profile.arguments(model: model, adding: arguments).map { argument in
                switch argument {
                case .constant(let text): text
                case .specification: specification
                case .ownFile(let name): "\(folder)/\(name)"
                }
            }
    }

    /// The variables that every agent is given: what programs need to find themselves and their user, and no secrets.
    private static let usualVariables: Set<String> = [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TERM", "TMPDIR", "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "NO_COLOR", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ]

    /// Whether the agent is given a variable of the environment around Behest.
    func isGiven(_ variable: String) -> Bool {
        Self.usualVariables.contains(variable) || variable.hasPrefix("LC_") || environment.contains(variable)
            || profile.home?.variable == variable
    }
}

extension Coder {
    /// Whether its program is there, by its name in `PATH` or by its path.
    public var isInstalled: Bool {
        let files = FileManager.default
        if program.contains("/") { return files.isExecutableFile(atPath: program) }
        guard !program.isEmpty else { return false }
        return (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            files.isExecutableFile(atPath: "\($0)/\(program)")
        }
    }
}
