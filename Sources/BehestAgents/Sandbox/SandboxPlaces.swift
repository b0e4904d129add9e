import BehestWorkflow
import FoundationEssentials

/// What of a machine's files programs may see, and what of them is secret.
public struct SandboxPlaces: Sendable, Hashable {
    /// The devices that programs may use.
    static let devices = [
        "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty", "/dev/ptmx", "/dev/pts",
        "/dev/shm",
    ].filter { FileManager.default.fileExists(atPath: $0) }

    /// Where it stands who knows the addresses of names.
    static let nameServers = ["/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager/resolv.conf"]

    /// What holds others' temporary files, services and devices: nobody's secrets, and none of a program's business.
    private static let hidden = ["/tmp", "/var/tmp", "/run", "/dev"]

    /// The home folder.
    let home: String
    /// Where programs keep what they can make again.
    let caches: String
    /// What holds secrets and is there, by all links; each folder for all in it.
    let secrets: [String]
    /// Of those, what is Behest's own, which is opened to no program.
    let own: [String]

    /// Looks for the places.
    ///
    /// - Parameters:
    ///   - environment: The variables that Behest was started with.
    ///   - own: Behest's own files and folders, and those that configured secrets come from.
    public init(environment: [String: String], own: [String]) {
        let home = RealPath.of(environment["HOME"] ?? "/") ?? "/"
        self.home = home
        let settings = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/.config"
        caches = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/.cache"
        let named = ["GNUPGHOME", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "CLOUDSDK_CONFIG", "DOCKER_CONFIG"]
            .compactMap { environment[$0] }.filter { $0.hasPrefix("/") }
        let ownPlaces = own.compactMap(RealPath.of)
        let paths =
            SecretPlaces.ofHome.map { "\(home)/\($0)" } + SecretPlaces.ofSettings.map { "\(settings)/\($0)" }
            + SecretPlaces.ofSystem + named
        var found: [String] = []
        for path in ownPlaces + paths.compactMap(RealPath.of) where path != "/" && path != home && !found.contains(path)
        {
            found.append(path)
        }
        // A folder stands for what is in it.
        secrets = found.filter { path in !found.contains { $0 != path && path.isInside($0) } }.sorted()
        self.own = ownPlaces
    }

    /// What may be read.
    ///
    /// - Parameter opened: The places of secrets that may be read all the same.
    /// - Returns: paths that together hold nothing secret but those.
    func readable(opening opened: [String]) -> [String] {
        let secrets = secrets.filter { secret in !opened.contains { secret.isInside($0) } }
        return parts(of: "/", without: secrets + Self.hidden) + opened
    }

    /// A folder, or, where it holds what is left out, what else is in it.
    func parts(of folder: String, without excluded: [String]) -> [String] {
        if excluded.contains(where: { folder.isInside($0) }) { return [] }
        guard excluded.contains(where: { $0.isInside(folder) }) else { return [folder] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().flatMap { name -> [String] in
            let path = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
            // What a link leads to is allowed there, or is not.
            let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
            return isLink ? [] : parts(of: path, without: excluded)
        }
    }

    /// Where a path leads that a pack says may be changed; `nil` when it is not there.
    ///
    /// A folder among the caches is made.
    ///
    /// - Throws: ``AgentError`` when it holds secrets, or leads out of the workspace in which it is.
    func writable(_ name: String, in workspace: String) throws -> String? {
        let path = absolute(name, in: workspace)
        if !name.hasPrefix("/"), !name.hasPrefix("~") { return try WorkspaceFolder.existing(name, in: workspace) }
        if RealPath.of(path) == nil, path.isInside(caches) {
            try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        guard let real = RealPath.of(path) else { return nil }
        if let secret = secrets.first(where: { $0.isInside(real) || real.isInside($0) }) {
            throw AgentError(
                "No step may change '\(name)', because '\(secret)' holds secrets. Leave it out in the pack."
            )
        }
        guard real != "/", real != home else {
            throw AgentError("No step may change all of '\(name)'. Name the folder in the pack that it changes.")
        }
        return real
    }

    /// Where a path leads that a pack says may be read; `nil` when it is not there.
    ///
    /// - Throws: ``AgentError`` when it is Behest's own.
    func opened(_ name: String, in workspace: String) throws -> String? {
        guard let real = RealPath.of(absolute(name, in: workspace)) else { return nil }
        guard !own.contains(where: { $0.isInside(real) || real.isInside($0) }) else {
            throw AgentError("No step may read '\(name)', which holds Behest's own secrets. Leave it out in the pack.")
        }
        return real
    }

    /// Where a path leads that belongs to a program; `nil` when it is not there.
    ///
    /// - Throws: ``AgentError`` when more than the program's own is there.
    func belonging(_ path: String) throws -> String? {
        guard let real = RealPath.of(path) else { return nil }
        let others = own + secrets.filter { $0 != real }
        guard real != "/", !home.isInside(real), !others.contains(where: { $0.isInside(real) }) else {
            throw AgentError("'\(path)' holds more than what belongs to the coding agent. Give it a folder of its own.")
        }
        return real
    }

    func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    private func absolute(_ name: String, in workspace: String) -> String {
        if name.hasPrefix("~/") { return home + name.dropFirst() }
        return name.hasPrefix("/") ? name : "\(workspace)/\(name)"
    }
}
