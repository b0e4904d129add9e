import BehestWorkflow
import FoundationEssentials
import Glibc

/// A sandbox with what one program may do in it.
struct Confinement: Sendable {
    var sandbox: Sandbox
    var permissions: Permissions
    /// The folder that the program may change; where its symbolic links lead.
    var workspace: String
    /// A folder of the program's own, for its temporary files.
    var scratch: String
    /// What else it may change, be it there or not; where symbolic links lead.
    var folders: [String] = []
    /// What it may read although it stands among others' temporary files.
    var readable: [String] = []
    /// The places of secrets that are its own: it may read and change them.
    var belongings: Belongings = Belongings()
    /// Whether the network is that of servers alone, and none of the sockets of this machine's services.
    var isInternetOnly = false

    /// What of the home folder belongs to a program.
    struct Belongings: Sendable, Hashable {
        /// Files and folders, be they there or not.
        var paths: [String] = []
        /// What of that it may not change, where it is there.
        var guarded: [String] = []
    }

    /// Puts together what is run instead of a program.
    ///
    /// - Parameters:
    ///   - program: The program and its arguments.
    ///   - directory: Where it runs.
    ///   - grace: How long it may take to end when it is asked to.
    /// - Returns: the launcher and its arguments.
    /// - Throws: ``AgentError`` when it may not have what the permissions allow, or they cannot be enforced.
    func arguments(running program: [String], in directory: String, grace: Duration) throws -> [String] {
        if permissions.sandbox == .required, let reason = sandbox.missing(for: permissions) {
            throw AgentError("This is to be done only where it can be confined, and this machine cannot: \(reason)")
        }
        let supervising = ["--grace", "\(grace.inSeconds)"]
        var outer = [sandbox.launcher, "--parent", "\(getpid())"] + supervising
        if permissions.background == true { outer.append("--leave") }
        guard permissions.sandbox != Permissions.Sandbox.none else { return outer + limits + ["--"] + program }
        let tier = sandbox.tier(for: permissions)
        switch tier {
        case .limits:
            return outer + limits + filter(own: false) + ["--"] + program
        case .landlock:
            return outer + limits + filter(own: false) + (try landlock()) + ["--"] + program
        case .bubblewrap:
            let inner = [sandbox.launcher, "--report", "3"] + supervising + limits + filter(own: true)
            return outer + ["--wrapped", "--"] + (try bubblewrap(in: directory)) + ["--"] + inner + ["--"] + program
        }
    }

    private var limits: [String] {
        let limits = permissions.limits
        let values = [
            ("memory-bytes", limits?.memoryMegabytes.map { $0 << 20 }), ("processes", limits?.processes),
            ("file-bytes", limits?.fileMegabytes.map { $0 << 20 }), ("cpu-seconds", limits?.cpuSeconds),
        ]
        return values.flatMap { name, value in value.map { ["--limit", "\(name)=\($0)"] } ?? [] }
    }

    /// The denied system calls; sockets are no concern of a network of its own.
    private func filter(own: Bool) -> [String] {
        guard sandbox.offers.filter else { return [] }
        guard permissions.allowsNetwork else { return ["--filter", own ? "--own-network" : "--no-network"] }
        return ["--filter"] + (isInternetOnly ? ["--internet"] : [])
    }

    private func landlock() throws -> [String] {
        let writes =
            try writable().flatMap { sandbox.places.parts(of: $0, without: sandbox.places.secrets) } + (try owned())
        let reads = sandbox.places.readable(opening: try opened()) + readable
        return (reads + systemFiles).flatMap { ["--read", $0] }
            + (writes + SandboxPlaces.devices).flatMap { ["--write", $0] }
    }

    /// The names of servers are found by files that stand among what is hidden.
    private var systemFiles: [String] {
        permissions.allowsNetwork ? SandboxPlaces.nameServers : []
    }

    private func bubblewrap(in directory: String) throws -> [String] {
        let places = sandbox.places
        var arguments = [
            sandbox.offers.bubblewrap ?? "bwrap", "--unshare-all", "--die-with-parent", "--as-pid-1", "--cap-drop",
            "ALL",
            "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/run", "--tmpfs", "/var/tmp",
            "--bind", scratch, "/tmp", "--bind", scratch, scratch,
        ]
        if permissions.allowsNetwork { arguments.append("--share-net") }
        for file in systemFiles { arguments += ["--ro-bind-try", file, file] }
        for path in readable { arguments += ["--ro-bind-try", path, path] }
        for path in try writable() { arguments += ["--bind", path, path] }
        let (opened, owned) = (try opened(), try owned())
        let hidden = places.secrets.filter { path in !(opened + owned).contains { path.isInside($0) } }
        for path in hidden {
            arguments += places.isFolder(path) ? ["--tmpfs", path] : ["--ro-bind", "/dev/null", path]
        }
        for path in opened { arguments += ["--ro-bind-try", path, path] }
        for path in owned { arguments += ["--bind", path, path] }
        // Only now: what is opened in it stands in it.
        for path in hidden where places.isFolder(path) { arguments += ["--remount-ro", path] }
        for path in belongings.guarded.compactMap(RealPath.of) { arguments += ["--ro-bind", path, path] }
        let guarded = try guardedPartsOfGit()
        // What is bound cannot be put away, and another one into its place.
        for path in GitFolders.leading(to: guarded, in: workspace) { arguments += ["--bind", path, path] }
        for path in guarded { arguments += ["--ro-bind", path, path] }
        arguments += ["--ro-bind", sandbox.launcher, sandbox.launcher]
        return arguments + ["--chdir", RealPath.of(directory) ?? directory]
    }

    /// What may be changed: the workspace, the folder of its own, and what the permissions name.
    private func writable() throws -> [String] {
        if let secret = sandbox.places.secrets.first(where: { workspace.isInside($0) }) {
            throw AgentError("The workspace is in '\(secret)', which holds secrets. Choose another with --workspace.")
        }
        var paths = [workspace, scratch] + folders + GitFolders.outside(workspace)
        for name in permissions.write ?? [] {
            if let path = try sandbox.places.writable(name, in: workspace), !paths.contains(path) { paths.append(path) }
        }
        return paths
    }

    /// The places of secrets that may be read.
    private func opened() throws -> [String] {
        try (permissions.read ?? []).compactMap { try sandbox.places.opened($0, in: workspace) }
    }

    /// What is its own and is there.
    private func owned() throws -> [String] {
        try belongings.paths.compactMap { try sandbox.places.belonging($0) }
    }

    /// What git would run or be led by: hooks and settings, unless they are named.
    private func guardedPartsOfGit() throws -> [String] {
        let named = try (permissions.write ?? []).compactMap { try sandbox.places.writable($0, in: workspace) }
        return GitFolders.guarded(in: workspace).filter { path in
            !named.contains { path.isInside($0) && $0 != workspace }
        }
    }
}

extension Duration {
    /// The length in seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

extension String {
    /// Whether a path is another one or stands below it.
    func isInside(_ folder: String) -> Bool {
        self == folder || hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
    }
}
