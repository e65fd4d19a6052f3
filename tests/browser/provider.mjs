// An OpenID Connect provider on a port of its own, which it prints: whoever types a name is known by it. An address
// that begins with "unverified" is one that the provider does not vouch for.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [client_id, client_secret, redirect_uri] = process.argv.slice(2);
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id, client_secret, redirect_uris: [redirect_uri] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: !id.startsWith("unverified"), name: "Somebody" }),
    }),
    features: { devInteractions: { enabled: true } },
  });
  server.on("request", provider.callback());
  console.log(`issuer ${issuer}`);
});
process.stdin.resume();
process.stdin.on("end", () => process.exit()); // whoever started it is gone
