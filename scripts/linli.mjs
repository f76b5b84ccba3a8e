// `npm run linli -- <command>`: every command of the product, on a checkout that may have nothing installed yet.
import { bootstrap, buildWeb, runServer } from './bootstrap.mjs';

const args = process.argv.slice(2);
const node = await bootstrap();
if (args[0] === 'serve' && !args.includes('--help')) await buildWeb();
await runServer(node, args);
