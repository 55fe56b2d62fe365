import { Link, useLocation } from '@tanstack/react-router';
import { Crumbs } from '../design/crumbs.tsx';
import { PageHead } from '../design/page-head.tsx';
import { FirstExtractor } from '../extractors/first/first-extractor.tsx';
import { LANGUAGES, suggestName } from '../extractors/first/script-text.ts';
import { anyTextParam, choiceParam, searchParams, textParam } from '../search-params.ts';
import { useMe } from '../session/session.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { useSearchState } from '../use-search-state.ts';

/** Read here and not by the router, whose code is in the first load of every page. */
const readSearch = searchParams(({ tab, name, wants, job }) => ({
  tab: choiceParam(tab, LANGUAGES),
  name: anyTextParam(name, 128),
  wants: textParam(wants, 500),
  job: textParam(job, 64),
}));

/** Everything but the key is in the address, so that reloading and coming back show it again. */
export const NewExtractorPage = () => {
  usePageTitle('Write an extractor');
  const me = useMe();
  const search = useLocation({ select: (location) => location.search });
  const { params, change, changeLater } = useSearchState(readSearch({ ...search }));
  const { tab = 'shell', name = suggestName(me?.name ?? ''), wants = 'text/*', job } = params;
  return (
    <>
      <Crumbs>
        <Link to="/extractors">Extractors</Link>
        <span>Write an extractor</span>
      </Crumbs>
      <PageHead>
        <h1>Write an extractor</h1>
        <p>
          An extractor is a program of yours, on any machine that reaches this server. This one counts the
          lines of texts; make it do what you need.
        </p>
      </PageHead>
      <FirstExtractor
        draft={{ tab, name, wants, job }}
        // Only a text that is typed changes again at once.
        onDraft={(next) => ('name' in next || 'wants' in next ? changeLater : change)(next)}
      />
    </>
  );
};
