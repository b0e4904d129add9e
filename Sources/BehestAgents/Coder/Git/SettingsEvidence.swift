import FoundationEssentials
import Glibc

/// What of an agent's own settings it may not change, as it was at one time: they name programs, which would be run
/// without any confinement the next time that the user begins it.
struct SettingsEvidence: Sendable, Hashable {
    private static let mostFiles = 5_000

    private static let mostBytes = 1 << 20

    /// By path, what is there.
    private var files: [String: String] = [:]

    /// Looks at files, and at folders with all that is in them.
    init(of paths: [String]) {
        var open = paths
        while let path = open.popLast(), files.count < Self.mostFiles {
            var state = stat()
            guard unsafe lstat(path, &state) == 0 else { continue }
            if state.st_mode & S_IFMT == S_IFDIR {
                files[path] = "folder"
                open += ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).map { "\(path)/\($0)" }
            } else {
                let bytes = (try? FilePart.read(path, atMost: Self.mostBytes))?.bytes ?? []
                files[path] = "\(state.st_mode) \(state.st_size) \(CoderAttempt.digest(bytes))"
            }
        }
    }

    /// The first path that is not as it was before.
    func difference(from before: SettingsEvidence) -> String? {
        Set(files.keys).union(before.files.keys).sorted().first { files[$0] != before.files[$0] }
    }
}
