import BehestWorkflow
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import BehestAgents

/// What programs can and cannot do in each tier, tried by real programs.
@Suite(.timeLimit(.minutes(10)))
struct ConfinementTests {
    static let tiers = ConfinedPlace.tiers

    @Test(arguments: tiers)
    func theTierIsTheOneThatIsTested(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        #expect(await place.finder.sandbox()?.tier == tier)
        #expect(await place.finder.missing() == nil)
    }

    @Test(arguments: tiers)
    func onlyTheWorkspaceAndAFolderOfItsOwnAreWritten(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        let output = try await place.output(
            of: """
                echo a > made && cat made; rm made
                echo b > "$TMPDIR/made" && cat "$TMPDIR/made"
                echo c > /dev/null && echo d > /dev/stderr && echo e | cat > /dev/fd/1
                for path in "$HOME/made" "$HOME/.cache/made" /usr/made /etc/made; do
                    (echo f > "$path") 2>/dev/null && echo "wrote $path"
                done
                echo "$TMPDIR"
                """
        )
        let lines = output.split(separator: "\n").map(String.init)
        #expect(lines.dropLast() == ["a", "b", "e"])
        #expect(lines.last?.contains("behest-step-") == true)
        #expect(!place.has(lines.last ?? "/"))
        #expect(!place.has("\(place.home)/made"))
    }

    @Test(arguments: tiers)
    func placesOfSecretsAreNotRead(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        let script = "cat ~/.ssh/id ~/.netrc ~/../state/journal ~/notes 2>/dev/null; true"
        #expect(try await place.output(of: script) == "open")
        let opened = Permissions(read: ["~/.ssh"])
        #expect(try await place.output(of: script, opened) == "secretopen")
        await #expect(throws: AgentError.self) {
            try await place.output(of: script, Permissions(read: ["\(place.home)/../state"]))
        }
    }

    @Test(arguments: tiers)
    func aLinkLeadsNoFurtherThanItsTarget(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        for path in ["\(place.workspace)/link", "\(place.home)/link"] {
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "\(place.home)/.ssh")
        }
        #expect(try await place.output(of: "cat link/id ~/link/id 2>/dev/null; touch link/x 2>/dev/null; true") == "")
        #expect(!place.has("\(place.home)/.ssh/x"))
    }

    @Test(arguments: tiers)
    func namedPlacesAreWritten(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        let permissions = Permissions(write: ["~/.cache/tool", "~/not-there", "build"])
        let script = "echo a > ~/.cache/tool/made; (echo b > ~/.cache/made) 2>/dev/null; echo c > ~/not-there/x; true"
        _ = try await place.output(of: script, permissions)
        #expect(place.text(of: "\(place.home)/.cache/tool/made") == "a\n")
        #expect(!place.has("\(place.home)/.cache/made"))
        #expect(!place.has("\(place.home)/not-there"))
        for name in ["~/.ssh", "~/.ssh/id", "/", place.home] {
            await #expect(throws: AgentError.self) { try await place.output(of: "true", Permissions(write: [name])) }
        }
        try FileManager.default.createSymbolicLink(
            atPath: "\(place.workspace)/build",
            withDestinationPath: "\(place.home)/.ssh"
        )
        await #expect(throws: AgentError.self) { try await place.output(of: "true", permissions) }
    }

    private static let connect = """
        import socket, sys
        s = socket.socket()
        s.settimeout(5)
        s.connect(("127.0.0.1", int(sys.argv[1])))
        print("connected")
        """

    @Test(arguments: tiers)
    func theNetworkIsReachedOnlyWhenItIsAllowed(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        let listener = try Listener()
        let arguments = ["python3", "-c", Self.connect, "\(listener.port)"]
        let denied = try await place.agent().perform(place.assignment(arguments))
        #expect(denied.failure != nil)
        #expect(denied.outputs["stdout"] == "")
        let allowed = try await place.agent().perform(place.assignment(arguments, Permissions(network: true)))
        #expect(allowed.outputs["stdout"] == "connected")
        let free = try await place.agent().perform(
            place.assignment(arguments, Permissions(sandbox: Permissions.Sandbox.none))
        )
        #expect(free.outputs["stdout"] == "connected")
    }

    @Test func withoutANetworkOfItsOwnNoLocalServiceIsReached() async throws {
        let place = try ConfinedPlace(.landlock)
        let script = """
            import socket
            a, b = socket.socketpair()
            s = socket.socket(socket.AF_UNIX)
            s.bind("here"); s.listen()
            c = socket.socket(socket.AF_UNIX)
            try: c.connect("here")
            except PermissionError: print("denied")
            """
        let result = try await place.agent().perform(place.assignment(["python3", "-c", script]))
        #expect(result.outputs["stdout"] == "denied")
        #expect(result.failure == nil)
    }

    @Test func aNetworkOfItsOwnHasServersOfItsOwn() async throws {
        guard Self.tiers.contains(.bubblewrap) else { return }
        let place = try ConfinedPlace(.bubblewrap)
        let script = """
            import socket
            s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen()
            c = socket.socket(); c.connect(s.getsockname()); print("connected")
            """
        let result = try await place.agent().perform(place.assignment(["python3", "-c", script]))
        #expect(result.outputs["stdout"] == "connected")
    }

    @Test(arguments: tiers)
    func systemCallsThatNoBuildNeedsAreDenied(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        // ptrace, process_vm_readv, bpf, perf_event_open, keyctl, mount, unshare, setns, userfaultfd, io_uring_setup.
        let script = """
            import ctypes, errno, fcntl, platform, threading
            libc = ctypes.CDLL(None, use_errno=True)
            intel = platform.machine() == "x86_64"
            calls = (101, 310, 321, 298, 250, 165, 272, 308, 323, 425) if intel else (117, 270, 280, 241, 219, 40, 97, 268, 282, 425)
            for call in calls:
                assert libc.syscall(call, 0, 0, 0, 0, 0, 0) == -1 and ctypes.get_errno() == errno.EPERM, call
            assert libc.syscall(435, 0, 0) == -1 and ctypes.get_errno() == errno.ENOSYS
            assert libc.syscall(56 if intel else 220, 0x10000000, 0, 0, 0, 0) == -1 and ctypes.get_errno() == errno.EPERM
            for control in (0x5412, 0x541C):
                try: fcntl.ioctl(1, control, b"x"); print("typed")
                except PermissionError: pass
            thread = threading.Thread(target=lambda: print("done")); thread.start(); thread.join()
            """
        let result = try await place.agent().perform(place.assignment(["python3", "-c", script]))
        #expect(result.outputs["stdout"] == "done")
        #expect(result.failure == nil)
    }

    @Test(arguments: tiers)
    func limitsAreKept(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        let limits = Permissions.Limits(memoryMegabytes: 400, processes: 5_000, fileMegabytes: 1, cpuSeconds: 1)
        let output = try await place.output(
            of: "ulimit -t; ulimit -f; ulimit -v; ulimit -c",
            Permissions(limits: limits)
        )
        #expect(output == "1\n2048\n409600\n0")
        let script = "head -c 3000000 /dev/zero > big; while :; do :; done"
        let result = try await place.agent().perform(
            place.assignment(["sh", "-c", script], Permissions(limits: limits))
        )
        #expect(result.failure?.contains("was ended by signal 24") == true)
        let size = try FileManager.default.attributesOfItem(atPath: "\(place.workspace)/big")[.size] as? Int
        #expect(size == 1 << 20)
    }

    @Test(arguments: tiers)
    func thePrivateFilesOfOtherProcessesAreNotRead(_ tier: Sandbox.Tier) async throws {
        let place = try ConfinedPlace(tier)
        let output = try await place.output(
            of: "cat /proc/\(getpid())/environ > /dev/null 2>&1 && echo read; kill -0 \(getpid()) 2>&1; true"
        )
        #expect(!output.contains("read"))
        #expect(output.contains("kill"))
    }
}

/// A socket that takes connections, on a port of its own.
final class Listener: Sendable {
    let port: Int
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(descriptor, address, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        try #require(isListening)
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit {
        close(descriptor)
    }
}
