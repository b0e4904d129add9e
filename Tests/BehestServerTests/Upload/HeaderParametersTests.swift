import Testing

@testable import BehestServer

struct HeaderParametersTests {
    @Test func parametersAreRead() throws {
        let header = try #require(HeaderParameters(#" Form-Data ; name="a;b=\"c\"" ; FileName=x.wav;"#))
        #expect(header.value == "form-data")
        #expect(header["name"] == #"a;b="c""#)
        #expect(header["filename"] == "x.wav")
        #expect(header["size"] == nil)
    }

    @Test func aPathOfAnotherSystemStaysAsItIs() throws {
        let header = try #require(HeaderParameters(#"form-data; filename="C:\new\a.wav""#))
        #expect(header["filename"] == #"C:\new\a.wav"#)
    }

    @Test(arguments: ["", ";", "a; b", "a; =b", "a; b=", #"a; b="c"#, "a; b=1; b=2", #"a; b="c" d"#])
    func whatIsNoHeaderIsNone(_ text: String) {
        #expect(HeaderParameters(text) == nil)
    }
}
