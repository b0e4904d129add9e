import Glibc

/// Where paths lead by all symbolic links.
enum RealPath {
    /// Where a path leads; `nil` when there is nothing.
    static func of(_ path: String) -> String? {
        guard let real = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    /// Where a path leads that counts from a folder.
    static func of(_ path: String, from folder: String) -> String? {
        of(path.hasPrefix("/") ? path : "\(folder)/\(path)")
    }
}
