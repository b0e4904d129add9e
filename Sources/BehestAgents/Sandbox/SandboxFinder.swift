import FoundationEssentials
internal import Subprocess
internal import SystemPackage

/// Finds out once how programs can be confined here.
public actor SandboxFinder {
    private let launcher: String?
    private let bubblewrap: String?
    private let environment: [String: String]
    private let own: [String]
    private var found: Sandbox.Offers?

    /// Makes a finder.
    ///
    /// - Parameters:
    ///   - launcher: The path of `behest-confine`; `nil` when it is nowhere, and nothing can be confined.
    ///   - environment: The variables that Behest was started with, whose `PATH` leads to bubblewrap.
    ///   - own: Behest's own files and folders, and those that configured secrets come from, be they there or not.
    public init(launcher: String?, environment: [String: String], own: [String] = []) {
        self.launcher = launcher
        self.environment = environment
        self.own = own
        let folders = (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
        bubblewrap = folders.map { "\($0)/bwrap" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// The path of the launcher beside a program, where there is one.
    public static func launcher(beside program: String) -> String? {
        guard let real = RealPath.of(program) else { return nil }
        let path = URL(filePath: real).deletingLastPathComponent().appending(path: "behest-confine").path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    /// The sandbox; `nil` without a launcher.
    public func sandbox() async -> Sandbox? {
        guard let launcher else { return nil }
        // What is offered stays; what is secret may have come since.
        let places = SandboxPlaces(environment: environment, own: own)
        if let found { return Sandbox(launcher: launcher, offers: found, places: places) }
        var offers = Self.offers(in: await Self.output(of: [launcher, "--probe"]) ?? "")
        if let bubblewrap, await Self.works(bubblewrap, launcher: launcher) { offers.bubblewrap = bubblewrap }
        found = offers
        return Sandbox(launcher: launcher, offers: offers, places: places)
    }

    /// Why a step that requires confinement is refused here; `nil` when it is not.
    public func missing() async -> String? {
        guard let sandbox = await sandbox() else {
            return
                "its program 'behest-confine' is not beside 'behest'. Install both, or build them with scripts/behest."
        }
        return sandbox.missing()
    }

    static func offers(in line: String) -> Sandbox.Offers {
        var values: [Substring: Int] = [:]
        for pair in line.split(whereSeparator: \.isWhitespace) {
            let parts = pair.split(separator: "=")
            if parts.count == 2 { values[parts[0]] = Int(parts[1]) }
        }
        return Sandbox.Offers(landlock: values["landlock"] ?? 0, filter: values["seccomp"] == 1)
    }

    /// Whether it is allowed to do here what it is for: a system may keep it from that.
    private static func works(_ bubblewrap: String, launcher: String) async -> Bool {
        await output(of: [
            bubblewrap, "--unshare-all", "--die-with-parent", "--as-pid-1", "--ro-bind", "/", "/", "--dev", "/dev",
            "--proc", "/proc", "--", launcher, "--probe",
        ]) != nil
    }

    private static func output(of arguments: [String]) async -> String? {
        let result = try? await Subprocess.run(
            .path(FilePath(arguments[0])),
            arguments: Arguments(Array(arguments.dropFirst())),
            input: .none,
            output: .string(limit: 4096),
            error: .discarded
        )
        guard let result, case .exited(0) = result.terminationStatus else { return nil }
        return result.standardOutput
    }
}
