import FoundationEssentials
import Glibc
import Synchronization

/// The reports of folders as they were last read: what has not changed since is not read again.
final class BugShelf: Sendable {
    /// By what a changed file is known.
    fileprivate struct Mark: Hashable {
        var size: Int
        var seconds: Int
        var nanoseconds: Int
        var file: UInt64
    }

    fileprivate struct Shelf {
        var bugs: [String: (mark: Mark, bug: FiledBug)] = [:]
        /// The words of the open bugs; `nil` when they have to be found again.
        var index: (bugs: [FiledBug], words: BugIndex)?
    }

    private let shelves = Mutex<[String: Shelf]>([:])

    /// Reports that are longer are read to here.
    fileprivate static let mostBytes = 65_536

    /// All reports of a folder, by number.
    func bugs(in folder: BugFolder) throws -> [FiledBug] {
        let reports = try folder.reports()
        return shelves.withLock { $0[folder.path, default: Shelf()].read(reports, folder.path) }
    }

    /// The open bug that is most like what was said; `nil` when none is like enough.
    func mostLike(title: String, body: String, in folder: BugFolder) throws -> (bug: FiledBug, score: Double)? {
        let reports = try folder.reports()
        return shelves.withLock { shelves in
            let open = shelves[folder.path, default: Shelf()].openIndex(reports, folder.path)
            return open.words.mostLike(title: title, body: body).map { (open.bugs[$0.index], $0.score) }
        }
    }
}

extension BugShelf.Shelf {
    fileprivate mutating func read(_ reports: [(number: Int, name: String)], _ folder: String) -> [FiledBug] {
        var kept: [String: (mark: BugShelf.Mark, bug: FiledBug)] = [:]
        var bugs: [FiledBug] = []
        var isChanged = reports.count != self.bugs.count
        for (number, name) in reports {
            guard let mark = BugShelf.Mark(of: "\(folder)/\(name)") else {
                isChanged = true
                continue
            }
            if let known = self.bugs[name], known.mark == mark {
                kept[name] = known
                bugs.append(known.bug)
                continue
            }
            isChanged = true
            guard let part = try? FilePart.read("\(folder)/\(name)", atMost: BugShelf.mostBytes) else { continue }
            let bug = FiledBug(text: String(decoding: part.bytes, as: UTF8.self), number: number, name: name)
            kept[name] = (mark, bug)
            bugs.append(bug)
        }
        if isChanged { index = nil }
        self.bugs = kept
        return bugs
    }

    fileprivate mutating func openIndex(
        _ reports: [(number: Int, name: String)],
        _ folder: String
    ) -> (bugs: [FiledBug], words: BugIndex) {
        let bugs = read(reports, folder)
        if let index { return index }
        let open = bugs.filter(\.isOpen)
        var words = BugIndex()
        for bug in open { words.add(title: bug.title, body: bug.body) }
        words.finish()
        index = (open, words)
        return (open, words)
    }
}

extension BugShelf.Mark {
    fileprivate init?(of path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        self.init(
            size: Int(status.st_size),
            seconds: status.st_mtim.tv_sec,
            nanoseconds: status.st_mtim.tv_nsec,
            file: UInt64(status.st_ino)
        )
    }
}
