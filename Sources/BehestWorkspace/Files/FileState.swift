internal import Glibc

/// What the system knows of a path: enough to see that it has changed.
package struct FileState: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case file
        case folder
        case link
        case other
    }

    package let kind: Kind
    package let size: Int
    /// When its contents last changed, in nanoseconds.
    package let changed: Int
    /// What tells a file from another that was put in its place.
    package let number: UInt

    /// Looks at a path itself, not at what a link leads to; `nil` if there is nothing.
    package init?(_ path: String) {
        var state = stat()
        guard unsafe lstat(path, &state) == 0 else { return nil }
        self.init(state)
    }

    /// Looks at what a path leads to in the end; `nil` if there is nothing.
    package init?(following path: String) {
        var state = stat()
        guard unsafe stat(path, &state) == 0 else { return nil }
        self.init(state)
    }

    private init(_ state: stat) {
        switch state.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .link
        default: kind = .other
        }
        size = Int(state.st_size)
        changed = state.st_mtim.tv_sec * 1_000_000_000 + state.st_mtim.tv_nsec
        number = UInt(state.st_ino)
    }
}
