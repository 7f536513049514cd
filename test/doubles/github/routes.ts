import { actionRoutes } from './actions';
import { branchRoutes } from './branches';
import { checkRoutes } from './checks';
import { commentRoutes } from './comments';
import { commitRoute, commitRoutes } from './commits';
import { compareRoutes } from './compare';
import { contentRoutes } from './contents';
import { deploymentRoutes } from './deployments';
import { gitDataRoutes } from './gitData';
import { issueRoutes } from './issues';
import { labelRoutes } from './labels';
import { mergeRoutes } from './merges';
import { pullRoutes } from './pulls';
import { refRoutes } from './refs';
import { repositoryRoutes } from './repositories';
import { reviewRoutes } from './reviews';
import type { Route } from './router';
import { searchRoutes } from './search';
import { userRoutes } from './users';

/** Every operation that the double serves; where two patterns fit, the first one wins. */
export const routes: readonly Route[] = [
  ...userRoutes,
  ...repositoryRoutes,
  ...branchRoutes,
  ...pullRoutes,
  ...mergeRoutes,
  ...reviewRoutes,
  ...issueRoutes,
  ...labelRoutes,
  ...commentRoutes,
  ...checkRoutes,
  ...commitRoutes,
  commitRoute,
  ...compareRoutes,
  ...contentRoutes,
  ...gitDataRoutes,
  ...refRoutes,
  ...deploymentRoutes,
  ...actionRoutes,
  ...searchRoutes,
];
