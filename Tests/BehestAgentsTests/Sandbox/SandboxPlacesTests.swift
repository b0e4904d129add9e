import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

struct SandboxPlacesTests {
    @Test func whatHoldsSecretsIsLeftOutAndWhatIsBesideItIsNot() throws {
        let directory = try TemporaryDirectory()
        let home = try #require(RealPath.of(directory.url.path))
        for folder in [".ssh", ".config/gh", ".config/nvim", "work", "elsewhere/keys"] {
            try FileManager.default.createDirectory(atPath: "\(home)/\(folder)", withIntermediateDirectories: true)
        }
        try FileManager.default.createSymbolicLink(
            atPath: "\(home)/.gnupg",
            withDestinationPath: "\(home)/elsewhere/keys"
        )
        try FileManager.default.createSymbolicLink(atPath: "\(home)/way", withDestinationPath: "\(home)/.ssh")
        let places = SandboxPlaces(environment: ["HOME": home], own: ["\(home)/not/there"])
        let parts = places.parts(of: home, without: places.secrets)
        #expect(parts == ["\(home)/.config/nvim", "\(home)/work"])
        #expect(
            places.secrets.filter { $0.hasPrefix(home) } == [
                "\(home)/.config/gh", "\(home)/.ssh", "\(home)/elsewhere/keys",
            ]
        )
        let readable = places.readable(opening: ["\(home)/.config/gh"])
        #expect(readable.contains("/usr"))
        #expect(readable.contains("/proc"))
        #expect(!readable.contains { $0 == "/" || $0 == "/tmp" || $0 == "/run" || $0 == "/dev" })
        #expect(readable.last == "\(home)/.config/gh")
    }

    @Test func aWorldWithoutSecretsIsReadAsAWhole() {
        let places = SandboxPlaces(environment: ["HOME": "/nonexistent"], own: [])
        #expect(places.parts(of: "/usr", without: places.secrets) == ["/usr"])
        #expect(places.parts(of: "/usr", without: ["/"]) == [])
    }
}
