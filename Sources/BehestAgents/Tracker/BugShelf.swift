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

    /// A report that was read.
    fileprivate struct Known {
        var mark: Mark
        var bug: FiledBug
        /// Its words; `nil` until they are needed.
        var words: BugIndex.Entry?
    }

    fileprivate struct Shelf {
        var bugs: [String: Known] = [:]
        /// The words of the open bugs.
        var index = BugIndex()
        /// The open bugs in the order in which the index holds them; `nil` when that has changed.
        var open: [FiledBug]?
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
            let open = shelves[folder.path, default: Shelf()].indexOpen(reports, folder.path)
            let found = shelves[folder.path]?.index.mostLike(title: title, body: body)
            return found.map { (open[$0.index], $0.score) }
        }
    }

    /// Reads what is in the folder, so that the first look for what is alike is as quick as the next.
    func prepare(_ folder: BugFolder) throws {
        let reports = try folder.reports()
        shelves.withLock { _ = $0[folder.path, default: Shelf()].indexOpen(reports, folder.path) }
    }
}

extension BugShelf.Shelf {
    fileprivate mutating func read(_ reports: [(number: Int, name: String)], _ folder: String) -> [FiledBug] {
        var kept: [String: BugShelf.Known] = [:]
        kept.reserveCapacity(reports.count)
        var bugs: [FiledBug] = []
        bugs.reserveCapacity(reports.count)
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
            kept[name] = BugShelf.Known(mark: mark, bug: bug)
            bugs.append(bug)
        }
        if isChanged { open = nil }
        self.bugs = kept
        return bugs
    }

    /// Lets the index hold the open bugs.
    ///
    /// - Returns: the bugs in the order in which it holds them.
    fileprivate mutating func indexOpen(_ reports: [(number: Int, name: String)], _ folder: String) -> [FiledBug] {
        let bugs = read(reports, folder)
        if let open { return open }
        let open = bugs.filter(\.isOpen)
        index.hold(open.map { words(of: $0) })
        self.open = open
        return open
    }

    private mutating func words(of bug: FiledBug) -> BugIndex.Entry {
        if let words = bugs[bug.name]?.words { return words }
        let words = index.read(title: bug.title, body: bug.body)
        bugs[bug.name]?.words = words
        return words
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
