// `npm start`: installs and builds what is missing, then serves until Ctrl-C.
import { bootstrap, buildWeb, runServer } from './bootstrap.mjs';

const node = await bootstrap();
await buildWeb();
await runServer(node, ['serve', ...process.argv.slice(2)]);
