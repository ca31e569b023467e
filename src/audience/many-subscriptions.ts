export {
  type EndedSubscription,
  endMany,
  resubscribeEnded,
  subscribeMany,
  unsubscribeAdded,
} from './sql/many-subscriptions.ts';
