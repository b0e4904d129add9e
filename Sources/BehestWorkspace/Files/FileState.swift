internal import Glibc

/// What the system knows of a path, as far as lists need it.
struct FileState: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case file
        case folder
        case link
        case other
    }

    var kind: Kind
    var size: Int
    /// When its contents last changed, in nanoseconds.
    var changed: Int

    /// Looks at a path itself, not at what a link leads to; `nil` if there is nothing.
    init?(_ path: String) {
        var state = stat()
        guard unsafe lstat(path, &state) == 0 else { return nil }
        switch state.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .link
        default: kind = .other
        }
        size = Int(state.st_size)
        changed = state.st_mtim.tv_sec * 1_000_000_000 + state.st_mtim.tv_nsec
    }
}
