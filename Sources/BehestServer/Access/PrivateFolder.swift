internal import Glibc

/// A folder that only its owner can enter.
enum PrivateFolder {
    /// Why there can be none.
    enum Failure: Error, Equatable {
        /// There is something else at its path, or it is somebody else's.
        case foreign
        /// The system does not let it be made, for the reason with that number.
        case system(Int32)
    }

    /// Makes a folder, with what is missing above it, or closes one that is there to others.
    static func make(_ folder: String) throws(Failure) {
        if let end = folder.lastIndex(of: "/"), end > folder.startIndex,
            unsafe access(String(folder[..<end]), F_OK) != 0
        {
            try make(String(folder[..<end]))
        }
        guard unsafe mkdir(folder, 0o700) != 0 else { return }
        guard errno == EEXIST else { throw .system(errno) }
        var facts = stat()
        guard unsafe lstat(folder, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR, facts.st_uid == geteuid() else {
            throw .foreign
        }
        let isPrivate = facts.st_mode & 0o077 == 0
        guard unsafe isPrivate || chmod(folder, 0o700) == 0 else { throw .system(errno) }
    }
}
