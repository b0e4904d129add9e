internal import FoundationEssentials

/// The Python packages that tests drive Behest with, and are driven by: others' clients and servers, from PyPI.
///
/// `scripts/test` installs them into an environment of their own.
public enum PythonPackages {
    /// The interpreter that has them.
    public static var interpreter: String {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "")/.cache"
        return "\(cache)/behest/test-python/bin/python"
    }

    /// Whether they are there; where all must be tested it is taken for granted.
    public static var areInstalled: Bool {
        ProcessInfo.processInfo.environment["CI"] == "true"
            || FileManager.default.isExecutableFile(atPath: interpreter)
    }
}
