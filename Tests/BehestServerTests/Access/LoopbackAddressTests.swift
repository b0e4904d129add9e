import BehestServer
import Testing

struct LoopbackAddressTests {
    @Test(arguments: [
        ("127.0.0.1:4711", "127.0.0.1:4711"), ("localhost:80", "127.0.0.1:80"), ("[::1]:4711", "[::1]:4711"),
        ("4711", "127.0.0.1:4711"), ("127.0.0.1:0", "127.0.0.1:0"),
    ])
    func placesOfThisMachineAreRead(_ text: String, _ expected: String) throws {
        #expect(try LoopbackAddress(text).description == expected)
    }

    @Test(arguments: [
        "", "0.0.0.0:80", "[::]:80", "192.168.0.1:80", "example.org:80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
        "127.0.0.1:+1", "127.0.0.2:80", ":80", "::1:80", "localhost.example.org:80",
    ])
    func everyOtherPlaceIsRefused(_ text: String) {
        let error = #expect(throws: LoopbackAddressError.self) { _ = try LoopbackAddress(text) }
        #expect(error?.description.hasPrefix("'\(text)' is no address on this machine") == true)
    }
}
